import { history, undo } from '@codemirror/commands';
import { EditorState, Transaction, type Text, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { hitMarks, shownHits } from '$lib/editor/find/hit-marks.js';
import { Finder, type FinderEditor, type FindState } from '$lib/editor/find/finder.js';
import { SEARCH_AGAIN_MS, SILENCE_MS } from '$lib/editor/find/limits.js';
import type { FindQuestion } from '$lib/editor/find/messages.js';
import type { FindQuery } from '$lib/editor/find/query.js';
import { searchText } from '$lib/editor/find/search-text.js';
import { MirroredText, READY, type MirrorMessage } from '$lib/editor/mirror/mirrored-text.js';
import type { WorkerPort } from '$lib/util/worker-port.js';
import { Emitter } from '$lib/util/emitter.js';
import { ManualClock } from '../../sync/manual-clock.js';

/** A worker that answers when the test has it answer. */
class HeldWorker implements WorkerPort {
	onmessage: WorkerPort['onmessage'] = null;
	onerror: WorkerPort['onerror'] = null;
	isEnded = false;
	readonly #mirrored = new MirroredText();
	#question: { readonly asked: FindQuestion; readonly text: Text } | undefined;

	postMessage(message: FindQuestion | MirrorMessage): void {
		if (message.kind === 'find') this.#question = { asked: message, text: this.#mirrored.text };
		else this.#mirrored.take(structuredClone(message));
	}

	terminate(): void {
		this.isEnded = true;
	}

	ready(): void {
		this.#tell(READY);
	}

	answer(): void {
		if (this.#question === undefined) return;
		const { asked, text } = this.#question;
		this.#question = undefined;
		const { id, query, replacement } = asked;
		const units = text.toString();
		const wishes = {
			from: 0,
			to: units.length,
			most: 1000,
			...(replacement === undefined ? {} : { replacement })
		};
		const steps = searchText(units, query, wishes);
		let step = steps.next();
		while (step.done !== true) step = steps.next();
		this.#tell({ kind: 'found', id, ...step.value, places: Uint32Array.from(step.value.places) });
	}

	#tell(data: unknown): void {
		this.onmessage?.({ data } as MessageEvent);
	}
}

class World {
	readonly clock = new ManualClock();
	readonly states: FindState[] = [];
	readonly workers: HeldWorker[] = [];
	readonly #updates = new Emitter<Transaction>();
	readonly finder: Finder;
	state: EditorState;

	constructor(doc: string, readOnly = false, caret = 0) {
		this.state = EditorState.create({
			doc,
			selection: { anchor: caret },
			extensions: [history(), hitMarks(), EditorState.readOnly.of(readOnly)]
		});
		const stateNow = (): EditorState => this.state;
		const view = {
			get state() {
				return stateNow();
			},
			get viewport() {
				return { from: 0, to: stateNow().doc.length };
			},
			dispatch: (spec: TransactionSpec) => this.dispatch(spec)
		};
		const onUpdate = (listener: (update: Transaction) => void) => this.#updates.on(listener);
		this.finder = new Finder({
			editor: { view, onUpdate, whenRead: (task: () => void) => task() } as unknown as FinderEditor,
			clock: this.clock,
			startWorker: () => {
				const worker = new HeldWorker();
				this.workers.push(worker);
				return worker;
			},
			onState: (state) => this.states.push(state)
		});
		this.worker.ready();
	}

	get worker(): HeldWorker {
		return this.workers.at(-1) as HeldWorker;
	}

	get now(): FindState | undefined {
		return this.states.at(-1);
	}

	get text(): string {
		return this.state.doc.toString();
	}

	dispatch(spec: TransactionSpec): void {
		const transaction = this.state.update(spec);
		this.state = transaction.state;
		this.#updates.emit(transaction);
	}

	/** What somebody else writes. */
	remote(from: number, insert: string): void {
		this.dispatch({
			changes: { from, insert },
			annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)]
		});
	}

	/** What somebody else deletes. */
	delete(from: number, to: number): void {
		this.dispatch({
			changes: { from, to },
			annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)]
		});
	}

	find(text: string, options: Partial<FindQuery> = {}): void {
		this.finder.find({ text, caseSensitive: false, wholeWord: false, regexp: false, ...options });
		this.worker.answer();
	}
}

describe('a finder', () => {
	it('counts from the caret on, and goes around the ends', () => {
		const world = new World('a b a b a', false, 3);
		world.find('a');
		expect(world.now).toEqual({ kind: 'found', count: 3, index: 1, more: false });
		world.finder.step(1);
		expect(world.now).toMatchObject({ index: 2 });
		expect(world.state.selection.main).toMatchObject({ from: 8, to: 9 });
		world.finder.step(1);
		expect(world.now).toMatchObject({ index: 0 });
		world.finder.step(-1);
		expect(world.now).toMatchObject({ index: 2 });
	});

	it('takes the steps that were asked for before it had found anything', () => {
		const world = new World('a a a');
		world.finder.find({ text: 'a', caseSensitive: false, wholeWord: false, regexp: false });
		world.finder.step(1);
		world.worker.answer();
		expect(world.now).toMatchObject({ index: 1 });
	});

	it('says so where a pattern is none', () => {
		const world = new World('a');
		world.find('(', { regexp: true });
		expect(world.now).toEqual({ kind: 'bad-pattern' });
	});

	it('ends a worker that hangs in a pattern, and searches on with another', () => {
		const world = new World('a');
		world.finder.find({ text: '(a+)+$', caseSensitive: false, wholeWord: false, regexp: true });
		world.clock.advance(SILENCE_MS);
		expect(world.now).toEqual({ kind: 'endless' });
		expect(world.workers[0]?.isEnded).toBe(true);
		world.find('a');
		expect(world.workers).toHaveLength(2);
		expect(world.now).toMatchObject({ count: 1 });
	});

	it('gives a worker that has not loaded yet all the time that it needs', () => {
		const world = new World('a');
		world.finder.find({ text: '(a+)+$', caseSensitive: false, wholeWord: false, regexp: true });
		world.clock.advance(SILENCE_MS);
		world.finder.find({ text: 'a', caseSensitive: false, wholeWord: false, regexp: false });
		world.clock.advance(10 * SILENCE_MS);
		expect(world.now).toEqual({ kind: 'searching', count: 0 });
		world.worker.ready();
		world.worker.answer();
		expect(world.now).toMatchObject({ count: 1 });
	});

	it('keeps hits at their text while it changes, and looks again', () => {
		const world = new World('x a x a');
		world.find('a');
		world.remote(0, 'a ');
		expect([...world.state.field(shownHits).hits.places]).toEqual([4, 5, 8, 9]);
		expect(world.now).toMatchObject({ count: 2, index: 0 });
		world.clock.advance(SEARCH_AGAIN_MS);
		world.worker.answer();
		expect(world.now).toMatchObject({ count: 3, index: 1 });
	});

	it('replaces one, and goes to the next', () => {
		const world = new World('a b a');
		world.find('(a)', { regexp: true });
		world.finder.replaceCurrent('<$1>');
		world.worker.answer();
		world.worker.answer();
		expect(world.text).toBe('<a> b a');
		expect(world.state.field(shownHits).current).toEqual({ from: 6, to: 7 });
	});

	it('does each of several presses, one after the other', () => {
		const world = new World('a a a a');
		world.find('a');
		for (let press = 0; press < 3; press += 1) world.finder.replaceCurrent('b');
		for (let answer = 0; answer < 6; answer += 1) world.worker.answer();
		expect(world.text).toBe('b b b a');
		expect(world.now).toMatchObject({ count: 1, index: 0 });
	});

	it('does what a held key repeats only where nothing is under way', () => {
		const world = new World('a a a a');
		world.find('a');
		world.finder.replaceCurrent('b');
		for (let repeat = 0; repeat < 3; repeat += 1) world.finder.replaceCurrent('b', { isRepeat: true });
		for (let answer = 0; answer < 8; answer += 1) world.worker.answer();
		expect(world.text).toBe('b a a a');
		world.finder.replaceCurrent('b', { isRepeat: true });
		world.worker.answer();
		expect(world.text).toBe('b b a a');
	});

	it.each([
		['before the press', true],
		['after it', false]
	])('forgets a press for a hit that somebody deleted %s, while it looked again', (_when, isBefore) => {
		const world = new World('a a a');
		world.find('a');
		world.remote(5, ' a');
		world.clock.advance(SEARCH_AGAIN_MS);
		if (isBefore) world.delete(0, 2);
		world.finder.replaceCurrent('b');
		world.finder.replaceCurrent('b');
		if (!isBefore) world.delete(0, 2);
		for (let answer = 0; answer < 6; answer += 1) world.worker.answer();
		expect(world.text).toBe('a a a');
		world.clock.advance(SEARCH_AGAIN_MS);
		for (let answer = 0; answer < 6; answer += 1) world.worker.answer();
		expect(world.text).toBe('a a a');
	});

	it('replaces where it was pressed before anything was found, and forgets it where something else is looked for', () => {
		const world = new World('a b');
		const query = { caseSensitive: false, wholeWord: false, regexp: false };
		world.finder.find({ text: 'a', ...query });
		world.finder.replaceCurrent('c');
		world.worker.answer();
		world.worker.answer();
		world.worker.answer();
		expect(world.text).toBe('c b');
		world.finder.find({ text: 'c', ...query });
		world.finder.replaceCurrent('d');
		world.find('b');
		world.worker.answer();
		expect(world.text).toBe('c b');
	});

	it('does a press that came while it looked again', () => {
		const world = new World('a a');
		world.find('a');
		world.remote(0, 'x ');
		world.clock.advance(SEARCH_AGAIN_MS);
		world.finder.replaceCurrent('b');
		world.finder.replaceAll('c');
		for (let answer = 0; answer < 5; answer += 1) world.worker.answer();
		expect(world.text).toBe('x b c');
	});

	it('replaces the hit that was current, wherever others have moved it before the answer, and no other', () => {
		const world = new World('pear pear pear', false, 5);
		world.find('pear');
		expect(world.now).toMatchObject({ index: 1 });
		world.finder.replaceCurrent('fig');
		// The first stands now where the second stood.
		world.remote(0, 'that ');
		world.worker.answer();
		expect(world.text).toBe('that pear fig pear');
	});

	it('replaces nothing where others wrote into the hit before the answer', () => {
		const world = new World('pear pear', false, 5);
		world.find('pear');
		world.finder.replaceCurrent('fig');
		world.remote(7, 'X');
		world.worker.answer();
		expect(world.text).toBe('pear peXar');
	});

	it('replaces all in one step of undo, by splices around what others write meanwhile', () => {
		const world = new World('pear pear pear');
		world.find('pear');
		const before: Transaction[] = [];
		world.finder.replaceAll('fig');
		// Within the second, in front of the third, behind all.
		world.remote(7, 'X');
		world.remote(11, 'the ');
		world.remote(world.text.length, '!');
		const dispatch = world.dispatch.bind(world);
		world.dispatch = (spec) => {
			before.push(world.state.update(spec));
			dispatch(spec);
		};
		world.worker.answer();
		expect(world.text).toBe('fig peXar the fig!');
		const splices: number[] = [];
		before[0]?.changes.iterChanges((from) => splices.push(from));
		expect(splices).toHaveLength(2);
		undo({ state: world.state, dispatch: (transaction) => dispatch(transaction) });
		expect(world.text).toBe('pear peXar the pear!');
	});

	it('replaces nothing where nobody may write', () => {
		const world = new World('a', true);
		world.find('a');
		world.finder.replaceAll('b');
		world.worker.answer();
		expect(world.text).toBe('a');
	});
});
