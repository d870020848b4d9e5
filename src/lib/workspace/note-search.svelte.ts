import type { Excerpt } from '../search/excerpts.js';
import type { DeriveNews, DeriveRequest, FoundLines, SearchNews, SearchRequest } from '../search/messages.js';

/** A worker as it is used here. Tests bring their own. */
export interface SearchPort<Request, News> {
	onmessage: ((event: MessageEvent<News>) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
	postMessage(request: Request): void;
	terminate(): void;
}

export interface SearchWorkers {
	startSearch(): SearchPort<SearchRequest, SearchNews>;
	startDeriving(): SearchPort<DeriveRequest, DeriveNews>;
}

/** What was found. */
export interface SearchAnswer {
	readonly query: string;
	/** Ids of notes, those first that have it in their titles. */
	readonly ids: readonly string[];
	/** False: more may come. */
	readonly complete: boolean;
	/** Notes are still being read that were never searched on this device: more may come. */
	readonly preparing: boolean;
	/** Of some notes nothing can be found at present: they could not be made ready for the search. */
	readonly partial: boolean;
}

/** How long the texts stay in memory, in milliseconds, after nobody looks at the list any more. */
const LINGER_MS = 60_000;

/** After texts have changed the search is repeated so much later at the earliest, in milliseconds. */
const REPEAT_MS = 250;

/**
 * The search in the texts of all notes, in workers: one has the texts as long as the list is looked at, another makes those that are
 * missing or old, and ends.
 */
export class NoteSearch {
	#worker: SearchPort<SearchRequest, SearchNews> | undefined;
	#deriver: SearchPort<DeriveRequest, DeriveNews> | undefined;
	readonly #toDerive = new Set<string>();
	/** What the worker that makes texts was given and has not made yet. */
	readonly #deriving = new Set<string>();
	/** What it failed to make; it is given these again with the next ones. */
	#underived: ReadonlySet<string> = $state.raw(new Set());
	#seq = 0;
	#query = '';
	#ids: readonly string[] = [];
	#isAttended = false;
	#linger: ReturnType<typeof setTimeout> | undefined;
	#repeat: ReturnType<typeof setTimeout> | undefined;
	readonly #wantedLines = new Set<string>();
	#answer: SearchAnswer | undefined = $state.raw();
	#lines: ReadonlyMap<string, readonly Excerpt[]> = $state.raw(new Map());
	#preparing = $state(false);
	#failed = $state(false);

	constructor(private readonly workers: SearchWorkers) {}

	/** The last answer, which may be that to an earlier question; undefined if nothing is asked or nothing was answered yet. */
	get answer(): SearchAnswer | undefined {
		if (this.#answer === undefined) return undefined;
		const partial = this.#answer.partial || this.#underived.size > 0;
		return { ...this.#answer, preparing: this.#preparing, partial };
	}

	/** The texts cannot be searched at present; what the list shows can. */
	get failed(): boolean {
		return this.#failed;
	}

	/** The lines of a note that show what was found, or undefined as long as they have not come. Asks for them if need be. */
	linesOf(id: string): readonly Excerpt[] | undefined {
		const lines = this.#lines.get(id);
		if (lines === undefined) this.#want(id);
		return lines;
	}

	/** Says that the list is looked at, and which notes are in it, in their order. */
	attend(ids: readonly string[]): void {
		this.#isAttended = true;
		clearTimeout(this.#linger);
		const isSame = ids.length === this.#ids.length && ids.every((id, at) => id === this.#ids[at]);
		const isNew = this.#worker === undefined;
		this.#ids = ids;
		if (isNew) this.#start();
		if (isNew || !isSame) this.#send({ kind: 'notes', ids });
		if (this.#query !== '' && (isNew || !isSame)) this.#repeatSoon();
	}

	/** Says that the list is no longer looked at. */
	leave(): void {
		this.#isAttended = false;
		this.ask('');
		clearTimeout(this.#linger);
		this.#linger = setTimeout(() => this.#endUnlessBusy(), LINGER_MS);
	}

	/** Looks for something; '' for nothing. */
	ask(query: string): void {
		const asked = query.trim();
		if (asked === this.#query) return;
		this.#query = asked;
		if (asked === '') {
			this.#seq += 1;
			this.#answer = undefined;
			this.#lines = new Map();
		} else this.#find();
	}

	#find(): void {
		this.#seq += 1;
		this.#send({ kind: 'find', seq: this.#seq, query: this.#query });
	}

	#repeatSoon(): void {
		if (this.#repeat !== undefined) return;
		this.#repeat = setTimeout(() => {
			this.#repeat = undefined;
			if (this.#query !== '') this.#find();
		}, REPEAT_MS);
	}

	#start(): void {
		const worker = (this.#worker = this.workers.startSearch());
		worker.onmessage = ({ data }) => {
			if (this.#worker === worker) this.#hear(data);
		};
		worker.onerror = (event) => {
			console.warn('the notes cannot be searched', event.message);
			if (this.#worker === worker) this.#failed = true;
		};
	}

	#send(request: SearchRequest): void {
		this.#worker?.postMessage(request);
	}

	#hear(news: SearchNews): void {
		if (news.kind === 'stale') this.#derive(news.ids);
		else if (news.kind === 'changed') {
			if (this.#query !== '') this.#repeatSoon();
		} else if (news.kind === 'found') {
			if (news.seq !== this.#seq) return;
			const { ids, complete, lines, partial } = news;
			this.#failed = false;
			this.#answer = { query: this.#query, ids, complete, preparing: false, partial };
			this.#lines = new Map(lines.map(({ id, excerpts }) => [id, excerpts]));
		} else if (news.kind === 'lines') {
			if (news.seq === this.#seq) this.#addLines(news.lines);
		} else if (news.kind === 'failed') this.#failed = true;
	}

	#addLines(lines: readonly FoundLines[]): void {
		const all = new Map(this.#lines);
		for (const { id, excerpts } of lines) all.set(id, excerpts);
		this.#lines = all;
	}

	/** All that are asked for in one go are asked for together. */
	#want(id: string): void {
		if (this.#answer === undefined) return;
		if (this.#wantedLines.size === 0) {
			queueMicrotask(() => {
				const ids = [...this.#wantedLines];
				this.#wantedLines.clear();
				if (this.#query !== '') this.#send({ kind: 'lines', seq: this.#seq, query: this.#query, ids });
			});
		}
		this.#wantedLines.add(id);
	}

	#derive(ids: readonly string[]): void {
		for (const id of ids) this.#toDerive.add(id);
		if (this.#deriver === undefined && this.#toDerive.size > 0) this.#startDeriving();
	}

	#startDeriving(): void {
		const deriver = (this.#deriver = this.workers.startDeriving());
		const end = () => {
			deriver.terminate();
			if (this.#deriver === deriver) this.#deriver = undefined;
			this.#underived = new Set(this.#deriving);
			this.#deriving.clear();
		};
		const fail = () => {
			end();
			this.#underived = new Set([...this.#underived, ...this.#toDerive]);
			this.#toDerive.clear();
			this.#endPreparing();
		};
		deriver.onmessage = ({ data: { ids, state } }) => {
			for (const id of ids) this.#deriving.delete(id);
			if (ids.length > 0) this.#send({ kind: 'derived', ids });
			if (state === 'failed') fail();
			if (state !== 'done') return;
			end();
			if (this.#toDerive.size > 0) this.#startDeriving();
			else this.#endPreparing();
		};
		deriver.onerror = (event) => {
			console.warn('not all notes can be searched', event.message);
			fail();
		};
		for (const id of [...this.#toDerive, ...this.#underived]) this.#deriving.add(id);
		this.#toDerive.clear();
		this.#preparing = true;
		deriver.postMessage({ ids: [...this.#deriving] });
	}

	#endPreparing(): void {
		this.#preparing = false;
		if (!this.#isAttended) this.leave();
	}

	/** Who makes texts goes on until that is done, wherever the person is by then. */
	#endUnlessBusy(): void {
		if (this.#isAttended || this.#deriver !== undefined) return;
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#ids = [];
	}
}
