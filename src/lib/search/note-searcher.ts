import type { ChunkStore } from '../storage/chunk-store.js';
import type { SearchText, SearchTexts } from '../storage/search-texts.js';
import { nextTask } from '../util/next-task.js';
import { excerptsOf } from './excerpts.js';
import { fold } from './fold.js';
import type { FoundLines, SearchNews, SearchRequest } from './messages.js';
import { wordsOf } from './query.js';
import { stampsOf } from './stamp.js';
import { matches, TextIndex } from './text-index.js';

/** So many texts are read from storage at a time. */
const PAGE = 250;
/** The lines of so many notes come with the answer, for as many as a page shows at first; the others are asked for as they come into sight. */
const FIRST_LINES = 14;
/** Of the notes that are not in memory at most so many, and so many UTF-16 units, are read at a time. */
const BATCH = 50;
const BATCH_UNITS = 2 * 1024 * 1024;
/** A text of the notes whose lines were told last is kept if it is no longer than this, in UTF-16 units. */
const MOST_SHOWN_UNITS = 64 * 1024;

/**
 * Searches the notes of this device: has their texts in memory, answers, and finds out whose text is missing or old. It reads no note
 * itself (docs/storage.md, S50 to S52).
 */
export class NoteSearcher {
	readonly #index: TextIndex;
	readonly #stamps = new Map<string, string>();
	/** Notes of which a part could not be read. */
	readonly #partial = new Set<string>();
	#ids: readonly string[] = [];
	#reading: Promise<void> | undefined;
	#beginning: Promise<void> | undefined;
	/** It was told which texts are missing or old. */
	#isChecked = false;
	/** As they are stored, of the notes whose lines were told last: whoever types on sees most of them again. */
	#shown = new Map<string, SearchText>();
	#seq = 0;

	constructor(
		private readonly chunks: ChunkStore,
		private readonly texts: SearchTexts,
		private readonly tell: (news: SearchNews) => void,
		mostUnits?: number
	) {
		this.#index = new TextIndex(mostUnits);
	}

	/** How much text is in memory, in UTF-16 units. */
	get heldUnits(): number {
		return this.#index.units;
	}

	/** Never rejects: what goes wrong is told. */
	async take(request: SearchRequest): Promise<void> {
		try {
			if (request.kind === 'notes') await this.#take(request.ids);
			else if (request.kind === 'derived') await this.#readAgain(request.ids);
			else if (request.kind === 'find') await this.#find(request.seq, request.query);
			else
				this.tell({ kind: 'lines', seq: request.seq, lines: await this.#lines(request.query, request.ids) });
		} catch (failure) {
			console.warn('the notes cannot be searched', failure);
			this.tell({ kind: 'failed' });
		}
	}

	/** Looks whether what is stored of these notes is what their texts were made of. */
	async check(ids: Iterable<string>): Promise<void> {
		const listed = new Set(this.#ids);
		const stale: string[] = [];
		for (const id of ids) {
			if (!listed.has(id)) continue;
			const stamp = stampsOf(await this.chunks.keys(id)).get(id);
			if (stamp !== undefined && stamp !== this.#stamps.get(id)) stale.push(id);
		}
		if (stale.length > 0) this.tell({ kind: 'stale', ids: stale });
	}

	async #take(ids: readonly string[]): Promise<void> {
		const before = new Set(this.#ids);
		this.#ids = ids;
		const isFirst = this.#beginning === undefined;
		await this.#begin();
		if (isFirst) return;
		const listed = new Set(ids);
		const gone = [...this.#stamps.keys()].filter((id) => !listed.has(id));
		await this.#forget(gone);
		await this.check(ids.filter((id) => !before.has(id)));
	}

	/** Once, and again if it failed. */
	#begin(): Promise<void> {
		this.#beginning ??= this.#beginNow().catch((failure: unknown) => {
			this.#beginning = undefined;
			throw failure;
		});
		return this.#beginning;
	}

	async #beginNow(): Promise<void> {
		await this.#read();
		this.tell({ kind: 'ready' });
		await this.#checkAll();
		this.#isChecked = true;
		this.tell({ kind: 'changed' });
	}

	/** Once, and again if it failed. */
	#read(): Promise<void> {
		this.#reading ??= this.#readAll().catch((failure: unknown) => {
			this.#reading = undefined;
			throw failure;
		});
		return this.#reading;
	}

	async #readAll(): Promise<void> {
		let after = '';
		for (;;) {
			const page = await this.texts.page(after, PAGE);
			for (const text of page) this.#hold(text);
			const last = page.at(-1);
			if (last === undefined) return;
			after = last.id;
			await nextTask();
		}
	}

	async #checkAll(): Promise<void> {
		const listed = new Set(this.#ids);
		await this.#forget([...this.#stamps.keys()].filter((id) => !listed.has(id)));
		const stamps = stampsOf(await this.chunks.keys());
		const stale = this.#ids.filter((id) => stamps.has(id) && stamps.get(id) !== this.#stamps.get(id));
		if (stale.length > 0) this.tell({ kind: 'stale', ids: stale });
	}

	async #readAgain(ids: readonly string[]): Promise<void> {
		const listed = new Set(this.#ids);
		for (const text of await this.texts.get(ids)) if (listed.has(text.id)) this.#hold(text);
		this.tell({ kind: 'changed' });
	}

	#hold({ id, stamp, title, text, isPartial }: SearchText): void {
		this.#stamps.set(id, stamp);
		this.#shown.delete(id);
		this.#index.put(id, title, text);
		if (isPartial === true) this.#partial.add(id);
		else this.#partial.delete(id);
	}

	async #forget(ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		for (const id of ids) {
			this.#stamps.delete(id);
			this.#shown.delete(id);
			this.#index.delete(id);
			this.#partial.delete(id);
		}
		await this.texts.delete(ids);
	}

	async #find(seq: number, query: string): Promise<void> {
		this.#seq = seq;
		await this.#read();
		if (this.#seq !== seq) return;
		const words = wordsOf(query);
		const { inTitle, inText, unheld } = this.#index.find(words, words.length === 0 ? [] : this.#ids);
		const ids = [...inTitle, ...inText];
		const lines = await this.#lines(query, ids.slice(0, FIRST_LINES));
		this.#tellFound(seq, ids, lines, unheld.length === 0 && this.#isChecked);
		if (unheld.length > 0) await this.#findUnheld(seq, words, ids, lines, unheld);
		// It failed before, or is under way.
		if (!this.#isChecked) await this.#begin();
	}

	async #findUnheld(
		seq: number,
		words: readonly string[],
		ids: string[],
		lines: readonly FoundLines[],
		unheld: readonly string[]
	): Promise<void> {
		for (const batch of this.#batches(unheld)) {
			const notes = await this.#stored(batch);
			// Another key was pressed meanwhile.
			if (this.#seq !== seq) return;
			for (const { id, title, text } of notes) {
				if (matches(words, fold(title), fold(text)) !== undefined) ids.push(id);
			}
			await nextTask();
		}
		this.#tellFound(seq, ids, lines, this.#isChecked);
	}

	#tellFound(seq: number, ids: readonly string[], lines: readonly FoundLines[], complete: boolean): void {
		this.tell({ kind: 'found', seq, ids, lines, complete, partial: this.#partial.size > 0 });
	}

	/** The texts as they are stored. Those that were there before are made again: to make room they are thrown away (S38). */
	async #stored(ids: readonly string[]): Promise<SearchText[]> {
		const texts = await this.texts.get(ids);
		const there = new Set(texts.map(({ id }) => id));
		const lost = ids.filter((id) => !there.has(id) && this.#stamps.delete(id));
		if (lost.length > 0) this.tell({ kind: 'stale', ids: lost });
		return texts;
	}

	/** So many notes that one transaction is made for many short ones, and memory holds few long ones. */
	*#batches(ids: readonly string[]): Generator<readonly string[]> {
		let batch: string[] = [];
		let units = 0;
		for (const id of ids) {
			const more = this.#index.unitsOf(id);
			if (batch.length > 0 && (batch.length >= BATCH || units + more > BATCH_UNITS)) {
				yield batch;
				[batch, units] = [[], 0];
			}
			batch.push(id);
			units += more;
		}
		if (batch.length > 0) yield batch;
	}

	/** For each note that is asked for, also one whose text is not there: else it would be asked for again and again. */
	async #lines(query: string, ids: readonly string[]): Promise<FoundLines[]> {
		const words = wordsOf(query);
		if (ids.length === 0) return [];
		const texts = await this.#textsOf(ids);
		return ids.map((id) => ({ id, excerpts: excerptsOf(texts.get(id)?.text ?? '', words) }));
	}

	/** Long ones are read each time: memory is for what is searched. */
	async #textsOf(ids: readonly string[]): Promise<ReadonlyMap<string, SearchText>> {
		const known = this.#shown;
		const texts = new Map<string, SearchText>();
		this.#shown = texts;
		for (const id of ids) {
			const text = known.get(id);
			if (text !== undefined) texts.set(id, text);
		}
		const missing = ids.filter((id) => !texts.has(id));
		const read = missing.length === 0 ? [] : await this.#stored(missing);
		const all = new Map([...texts, ...read.map((text) => [text.id, text] as const)]);
		for (const text of read) {
			// It may have been made anew while it was read.
			const isCurrent = this.#stamps.get(text.id) === text.stamp;
			if (isCurrent && text.text.length <= MOST_SHOWN_UNITS) texts.set(text.id, text);
		}
		return all;
	}
}
