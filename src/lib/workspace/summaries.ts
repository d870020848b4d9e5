import type { Note } from '../note/note.js';
import { tagsIn } from '../note/tags.js';
import { StorageError } from '../storage/chunk-store.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import { isTime } from '../util/time.js';
import type { NoteSummary } from './types.js';

/** How much of the text the library knows, in UTF-16 units: without its marks it fills a line. */
const PREVIEW_LENGTH = 200;

/** The section of local data. Stored data: never rename. */
export const SUMMARIES = 'summaries';
const BUS = 'perch:summaries';

/** What the library shows of a note, read from the note; with `knownTags` it reads the beginning only, not the whole text. */
export function summarise(
	id: string,
	note: Note,
	changedAt: number,
	knownTags?: NoteSummary['tags']
): NoteSummary {
	// Nothing that asks Loro for a place: it would unpack the history of the whole note for that. What is cut within a surrogate pair it leaves out.
	const beginning = note.body.slice(0, Math.min(note.body.length, PREVIEW_LENGTH * 2));
	const preview = withFewSpaces(beginning).slice(0, PREVIEW_LENGTH);
	const tags = knownTags ?? tagsIn(note.body.toString());
	const { title, isEmpty: waiting } = note;
	const line = {
		id,
		title,
		preview: preview.toWellFormed(),
		hasLines: true,
		changedAt,
		waiting,
		tags
	} as const;
	return knownTags === undefined ? line : { ...line, tagsDue: true };
}

/** What its lines begin with tells what they are, so they stay lines. */
function withFewSpaces(text: string): string {
	return text.trim().replaceAll(/\s+/g, (space) => (space.includes('\n') ? '\n' : ' '));
}

function isTexts(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isSummary(value: unknown): value is NoteSummary {
	if (typeof value !== 'object' || value === null) return false;
	const { id, title, preview, hasLines, changedAt, waiting, tags, tagsDue, sharedWith } = value as Record<
		string,
		unknown
	>;
	const texts = [id, title, preview].every((text) => typeof text === 'string');
	const lists = [tags, sharedWith].every((list) => list === undefined || isTexts(list));
	const isKnownForm = [hasLines, tagsDue].every((mark) => mark === undefined || mark === true);
	return texts && lists && isKnownForm && isTime(changedAt) && typeof waiting === 'boolean';
}

/**
 * Takes the failure of storing a summary: the note itself is stored, and the list has the summary again when the note is opened.
 *
 * @throws what is no StorageError
 */
export function forgetSummary(failure: unknown): void {
	if (!(failure instanceof StorageError)) throw failure;
	console.warn('the summary of a note could not be stored', failure.reason);
}

/** What the library shows of each note, kept apart from the notes so that the list needs none of them open. */
export class Summaries {
	readonly #bus = new BroadcastChannel(BUS);
	readonly #section: KeyValueSection<NoteSummary>;
	/** What other tabs have stored before anybody listened. */
	readonly #unheard: NoteSummary[] = [];
	#listener: (summary: NoteSummary) => void = (summary) => void this.#unheard.push(summary);

	constructor(local: KeyValueStore) {
		this.#section = local.section(SUMMARIES, isSummary);
		this.#bus.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (isSummary(data)) this.#listener(data);
		};
	}

	/** Tells of each summary that another tab has stored since this was made. */
	listen(listener: (summary: NoteSummary) => void): void {
		this.#listener = listener;
		for (const summary of this.#unheard.splice(0)) listener(summary);
	}

	/** Every summary stored. @throws StorageError */
	async load(): Promise<NoteSummary[]> {
		return await this.#section.values();
	}

	/** Hears of nothing any more. */
	close(): void {
		this.#bus.close();
	}

	/** Stores a summary and tells the other tabs. @throws StorageError */
	async put(summary: NoteSummary): Promise<void> {
		await this.#section.set(summary.id, summary);
		this.#bus.postMessage(summary);
	}
}
