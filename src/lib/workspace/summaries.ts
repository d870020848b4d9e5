import type { Note } from '../note/note.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import type { NoteSummary } from './types.js';

/** How much of the text the library shows, in UTF-16 units. */
const PREVIEW_LENGTH = 160;

const SECTION = 'summaries';
const BUS = 'perch:summaries';

/** What the library shows of a note, read from the note. */
export function summarise(id: string, note: Note, changedAt: number): NoteSummary {
	const length = Math.min(note.body.length, PREVIEW_LENGTH * 2);
	const preview = beginning(note, length).replaceAll(/\s+/g, ' ').trim().slice(0, PREVIEW_LENGTH);
	return { id, title: note.title, preview: preview.toWellFormed(), changedAt, waiting: note.isEmpty };
}

/** Loro cuts no text within a surrogate pair. */
function beginning(note: Note, length: number): string {
	if (length === 0) return '';
	const end = note.body.getCursor(length) === undefined ? length + 1 : length;
	return note.body.slice(0, end);
}

function isSummary(value: unknown): value is NoteSummary {
	if (typeof value !== 'object' || value === null) return false;
	const { id, title, preview, changedAt, waiting } = value as Record<string, unknown>;
	const texts = [id, title, preview].every((text) => typeof text === 'string');
	return texts && typeof changedAt === 'number' && typeof waiting === 'boolean';
}

/** What the library shows of each note, kept apart from the notes so that the list needs none of them open. */
export class Summaries {
	readonly #bus = new BroadcastChannel(BUS);
	readonly #section: KeyValueSection<NoteSummary>;

	constructor(
		local: KeyValueStore,
		/** Told of each summary that another tab has stored. */
		onSummary: (summary: NoteSummary) => void
	) {
		this.#section = local.section(SECTION, isSummary);
		this.#bus.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (isSummary(data)) onSummary(data);
		};
	}

	/** Every summary stored. @throws StorageError */
	async load(): Promise<NoteSummary[]> {
		const entries = await this.#section.entries();
		return entries.map(([, summary]) => summary);
	}

	/** Stores a summary and tells the other tabs. @throws StorageError */
	async put(summary: NoteSummary): Promise<void> {
		await this.#section.set(summary.id, summary);
		this.#bus.postMessage(summary);
	}
}
