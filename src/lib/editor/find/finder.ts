import { isolateHistory } from '@codemirror/commands';
import { ChangeSet, type ChangeDesc, type ChangeSpec } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import type { CancelTimer, Clock } from '../../util/clock.js';
import type { Unsubscribe } from '../../util/emitter.js';
import type { WorkerPort } from '../../util/worker-port.js';
import { TextMirror } from '../mirror/text-mirror.js';
import { showHits, shownHits } from './hit-marks.js';
import { Hits, type Hit } from './hits.js';
import { NEAR_VIEW, SEARCH_AGAIN_MS, SILENCE_MS } from './limits.js';
import type { FindAnswer, FindQuestion, Near } from './messages.js';
import { isPattern, type FindQuery } from './query.js';

/** How a search stands. `searching` counts on; `endless`: the pattern took too long and was given up. */
export type FindState =
	| { readonly kind: 'nothing' | 'bad-pattern' | 'endless' | 'failed' }
	| { readonly kind: 'searching'; readonly count: number }
	/** `index` is that of the hit that the person is at, -1 if at none. */
	| { readonly kind: 'found'; readonly count: number; readonly index: number; readonly more: boolean };

/** The part of an editor that a finder uses. */
export interface FinderEditor {
	readonly view: Pick<EditorView, 'state' | 'dispatch' | 'viewport'>;
	onUpdate(listener: (update: Pick<ViewUpdate, 'docChanged' | 'changes'>) => void): Unsubscribe;
	/** Does what reads back what it showed: at once, or when what an input method did is read. */
	whenRead(task: () => void): void;
}

export interface FinderOptions {
	readonly editor: FinderEditor;
	readonly clock: Clock;
	readonly startWorker: () => WorkerPort;
	readonly onState: (state: FindState) => void;
}

type Found = FindAnswer & { readonly kind: 'found' };

/** A replacement asked for while something was under way. */
interface Press {
	readonly act: () => void;
	/** It is for the hit that is the current one, not for all. */
	readonly isForOne: boolean;
}

/** A search under way. */
interface Search {
	readonly id: number;
	readonly query: FindQuery;
	/** What was done to the text since it began. */
	since: ChangeDesc;
	/** What to do with what is found, once all is. */
	readonly onFound: (found: Found, hits: Hits, since: ChangeDesc) => void;
	/** Nothing is shown yet, so that a part is better than nothing. */
	readonly isFirst: boolean;
}

const NO_QUERY: FindQuery = { text: '', caseSensitive: false, wholeWord: false, regexp: false };

/** Finds and replaces in an editor. All matching is done by a worker, on a copy of the text; what it found moves along with the text. */
export class Finder {
	readonly #mirror: TextMirror<FindQuestion, FindAnswer>;
	#query = NO_QUERY;
	#state: FindState = { kind: 'nothing' };
	#search: Search | undefined;
	#searches = 0;
	#cancelDeadline: CancelTimer | undefined;
	#cancelAgain: CancelTimer | undefined;
	/** From here on the first hit is the current one. */
	#anchor: number;
	/** Steps asked for before anything was found. */
	#steps = 0;
	#presses: Press[] = [];

	readonly #view: FinderEditor['view'];
	readonly #unsubscribe: Unsubscribe;

	constructor(private readonly options: FinderOptions) {
		const { editor, startWorker } = options;
		const view = (this.#view = editor.view);
		this.#anchor = view.state.selection.main.from;
		this.#mirror = new TextMirror({
			start: startWorker,
			text: () => view.state.doc,
			onAnswer: (answer) => editor.whenRead(() => this.#take(answer)),
			onReady: () => {
				if (this.#search !== undefined) this.#watch();
			},
			onFailure: (cause) => {
				console.warn('the note could not be searched', cause);
				this.#giveUp('failed');
			}
		});
		this.#mirror.start();
		this.#unsubscribe = editor.onUpdate((update) => this.#update(update));
	}

	/** Looks for something else. */
	find(query: FindQuery): void {
		this.#query = query;
		this.#steps = 0;
		this.#presses = [];
		this.#endSearch();
		if (!isPattern(query)) this.#giveUp('bad-pattern');
		else if (query.text === '') this.#giveUp('nothing');
		else this.#searchAll({ isFirst: true, scrolls: true });
	}

	/** Goes to the next hit (1) or the one before (-1), around the ends of the text, and selects it. */
	step(by: 1 | -1): void {
		this.options.editor.whenRead(() => {
			if (this.#state.kind === 'searching') this.#steps += by;
			else this.#goTo(by);
		});
	}

	/** Selects the current hit, if there is one. */
	selectCurrent(): void {
		this.options.editor.whenRead(() => this.#select());
	}

	#select(): void {
		const view = this.#view;
		const { current } = view.state.field(shownHits);
		if (current !== undefined) view.dispatch({ selection: { anchor: current.from, head: current.to } });
	}

	/**
	 * Replaces the current hit and goes to the next. While something is under way it waits for that, as `replaceAll` does.
	 *
	 * @param isRepeat A held key asks for it: it does not wait, lest the text go on changing once the key is up.
	 */
	replaceCurrent(replacement: string, { isRepeat = false } = {}): void {
		if (isRepeat && this.#search !== undefined) return;
		this.#whenFound({ act: () => this.#replaceCurrent(replacement), isForOne: true });
	}

	#replaceCurrent(replacement: string): void {
		const { current } = this.#shown;
		if (current === undefined) return;
		// What others wrote before the answer came has moved it.
		this.#replace(
			replacement,
			(hit, since) => hit.from === since.mapPos(current.from, 1) && hit.to === since.mapPos(current.to, -1)
		);
	}

	/** Replaces every hit, as one step of undo and one splice for each, so that what others write at the same time stays. */
	replaceAll(replacement: string): void {
		this.#whenFound({ act: () => this.#replace(replacement, () => true), isForOne: false });
	}

	#whenFound(press: Press): void {
		if (this.#search === undefined) press.act();
		else this.#presses.push(press);
	}

	/** Does what was pressed meanwhile, until something is under way again. */
	#doPresses(): void {
		while (this.#search === undefined) {
			const press = this.#presses.shift();
			if (press === undefined) return;
			press.act();
		}
	}

	#update({ docChanged, changes }: Pick<ViewUpdate, 'docChanged' | 'changes'>): void {
		if (!docChanged) return;
		this.#mirror.change(changes);
		this.#anchor = changes.mapPos(this.#anchor);
		if (this.#search !== undefined) this.#search.since = this.#search.since.composeDesc(changes.desc);
		if (this.#state.kind === 'found') {
			this.#tellFound(this.#state.more);
			this.#searchAgainLater();
		}
	}

	/** Ends everything and takes the marks away. */
	destroy(): void {
		this.#unsubscribe();
		this.#endSearch();
		this.#presses = [];
		this.#mirror.stop();
		this.#show(Hits.none, undefined);
	}

	get #shown(): { readonly hits: Hits; readonly current: Hit | undefined } {
		return this.#view.state.field(shownHits);
	}

	#replace(replacement: string, isWanted: (hit: Hit, since: ChangeDesc) => boolean): void {
		if (this.#state.kind !== 'found' || this.#view.state.readOnly) return;
		this.#ask({ replacement, isFirst: false }, ({ inserts }, hits, since) => {
			const changes: ChangeSpec[] = [];
			let at = 0;
			const kept: number[] = [];
			const now = hits.through(since, (index) => kept.push(index));
			for (const index of kept) {
				const hit = now.at(at++);
				if (hit !== undefined && isWanted(hit, since)) changes.push({ ...hit, insert: inserts[index] ?? '' });
			}
			this.#dispatchReplacement(changes);
		});
	}

	#dispatchReplacement(changes: readonly ChangeSpec[]): void {
		const view = this.#view;
		if (changes.length === 0) return;
		const { current } = this.#shown;
		const set = ChangeSet.of(changes, view.state.doc.length, '\n');
		if (current !== undefined) this.#anchor = set.mapPos(current.to, 1);
		const anchor = this.#anchor;
		view.dispatch({
			changes: set,
			userEvent: changes.length === 1 ? 'input.replace' : 'input.replace.all',
			annotations: isolateHistory.of('full')
		});
		this.#anchor = anchor;
		this.#searchAll({ isFirst: false, scrolls: true });
	}

	/** @param isFirst Nothing is shown yet. @param scrolls The current hit is to be seen if it is another than before. */
	#searchAll({ isFirst, scrolls }: { isFirst: boolean; scrolls: boolean }): void {
		if (isFirst) this.#show(Hits.none, undefined);
		this.#ask({ isFirst }, ({ more }, hits, since) => {
			const { current } = this.#shown;
			const moved = hits.through(since);
			const stays = current !== undefined && moved.indexOf(current) >= 0;
			// The next hit may be out of sight, and nobody has been led to it.
			if (!isFirst && !scrolls && !stays) this.#presses = this.#presses.filter(({ isForOne }) => !isForOne);
			this.#show(moved, stays ? current : this.#firstFromAnchor(moved), scrolls && !stays);
			this.#tellFound(more);
			if (!since.empty) this.#searchAgainLater();
			for (; this.#steps !== 0; this.#steps -= Math.sign(this.#steps)) {
				this.#goTo(this.#steps > 0 ? 1 : -1);
			}
		});
		if (isFirst) this.#tell({ kind: 'searching', count: 0 });
	}

	#ask(
		{ replacement, isFirst }: { replacement?: string; isFirst: boolean },
		onFound: Search['onFound']
	): void {
		this.#endSearch();
		const view = this.#view;
		const id = ++this.#searches;
		const since = ChangeSet.empty(view.state.doc.length).desc;
		this.#search = { id, query: this.#query, since, onFound, isFirst };
		const asked: FindQuestion = { kind: 'find', id, query: this.#query, near: this.#near() };
		this.#mirror.ask(replacement === undefined ? asked : { ...asked, replacement });
		if (this.#mirror.isReady) this.#watch();
	}

	#take(answer: FindAnswer): void {
		const search = this.#search;
		if (search?.id !== answer.id) return;
		this.#watch();
		if (answer.kind === 'progress') {
			if (search.isFirst) this.#tell({ kind: 'searching', count: answer.count });
			return;
		}
		const hits = new Hits(answer.places);
		if (answer.kind === 'near') {
			if (search.isFirst) this.#show(hits.through(search.since), undefined);
			return;
		}
		this.#endSearch();
		search.onFound(answer, hits, search.since);
		this.#doPresses();
	}

	#goTo(by: 1 | -1): void {
		const { hits, current } = this.#shown;
		if (hits.count === 0 || this.#state.kind !== 'found') return;
		const at = current === undefined ? -1 : hits.indexOf(current);
		const from = at >= 0 ? at + by : by > 0 ? hits.firstFrom(this.#anchor) : hits.firstFrom(this.#anchor) - 1;
		const next = hits.at((from + hits.count) % hits.count);
		this.#show(hits, next, true);
		this.#select();
		if (next !== undefined) this.#anchor = next.from;
		this.#tellFound(this.#state.more);
	}

	#firstFromAnchor(hits: Hits): Hit | undefined {
		return hits.at(hits.firstFrom(this.#anchor)) ?? hits.at(0);
	}

	#show(hits: Hits, current: Hit | undefined, scroll = false): void {
		const effects = [showHits.of({ hits, current })];
		const view = this.#view;
		view.dispatch({
			effects:
				scroll && current !== undefined
					? [...effects, EditorView.scrollIntoView(current.from, { y: 'center' })]
					: effects
		});
	}

	#near(): Near {
		const { viewport, state } = this.#view;
		return {
			from: Math.max(0, viewport.from - NEAR_VIEW),
			to: Math.min(state.doc.length, viewport.to + NEAR_VIEW)
		};
	}

	#searchAgainLater(): void {
		this.#cancelAgain?.();
		this.#cancelAgain = this.options.clock.after(SEARCH_AGAIN_MS, () => {
			if (this.#search === undefined) this.#searchAll({ isFirst: false, scrolls: false });
			else this.#searchAgainLater();
		});
	}

	#watch(): void {
		this.#cancelDeadline?.();
		this.#cancelDeadline = this.options.clock.after(SILENCE_MS, () => {
			// It cannot be told to stop. The next question starts another.
			this.#mirror.stop();
			this.#giveUp('endless');
		});
	}

	#endSearch(): void {
		this.#cancelDeadline?.();
		this.#cancelAgain?.();
		this.#search = undefined;
	}

	#giveUp(kind: 'nothing' | 'bad-pattern' | 'endless' | 'failed'): void {
		this.#endSearch();
		this.#presses = [];
		this.#show(Hits.none, undefined);
		this.#tell({ kind });
	}

	#tellFound(more: boolean): void {
		const { hits, current } = this.#shown;
		const index = current === undefined ? -1 : hits.indexOf(current);
		this.#tell({ kind: 'found', count: hits.count, index, more });
	}

	#tell(state: FindState): void {
		this.#state = state;
		this.options.onState(state);
	}
}
