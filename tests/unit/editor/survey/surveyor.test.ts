import type { Transaction } from '@codemirror/state';
import { EditorState, type TransactionSpec } from '@codemirror/state';
import { expect, it, vi } from 'vitest';
import { MirroredText, READY, type MirrorMessage } from '$lib/editor/mirror/mirrored-text.js';
import type { WorkerPort } from '$lib/util/worker-port.js';
import { countText, type TextCounts } from '$lib/editor/survey/count-text.js';
import { SELECTION_REST_MS } from '$lib/editor/survey/limits.js';
import type { CountQuestion, HeadingText, SurveyAnswer } from '$lib/editor/survey/messages.js';
import { Surveyor } from '$lib/editor/survey/surveyor.js';
import { TextSurvey } from '$lib/editor/survey/text-survey.js';
import { Emitter } from '$lib/util/emitter.js';
import { ManualClock } from '../../sync/manual-clock.js';

/** A worker that tells of the text when the test has it tell. */
class HeldWorker implements WorkerPort {
	onmessage: WorkerPort['onmessage'] = null;
	onerror: WorkerPort['onerror'] = null;
	isEnded = false;
	readonly #mirrored = new MirroredText();
	#changes = 0;

	postMessage(message: CountQuestion | MirrorMessage): void {
		if (message.kind !== 'count') {
			if (this.#mirrored.take(structuredClone(message)) !== undefined) this.#changes += 1;
			return;
		}
		const { id, from, to } = message;
		this.tell({ kind: 'counted', id, counts: countText(this.#mirrored.text.sliceString(from, to)) });
	}

	terminate(): void {
		this.isEnded = true;
	}

	/** What it knows by now; to be told later. */
	survey(): SurveyAnswer {
		const survey = new TextSurvey();
		survey.begin(this.#mirrored.text);
		const { counts, headings } = survey;
		return {
			kind: 'survey',
			changes: this.#changes,
			counts,
			places: Uint32Array.from(headings, ({ at }) => at),
			headings
		};
	}

	tell(data: SurveyAnswer | typeof READY): void {
		this.onmessage?.({ data } as MessageEvent);
	}
}

class World {
	readonly clock = new ManualClock();
	readonly worker = new HeldWorker();
	readonly failed = vi.fn();
	readonly #updates = new Emitter<Transaction>();
	readonly surveyor: Surveyor;
	state: EditorState;
	counts: TextCounts | undefined;
	selection: TextCounts | undefined;
	headings: readonly HeadingText[] = [];

	constructor(doc: string) {
		this.state = EditorState.create({ doc });
		const now = (): EditorState => this.state;
		this.surveyor = new Surveyor({
			editor: {
				view: {
					get state() {
						return now();
					}
				},
				onUpdate: (listener) =>
					this.#updates.on((transaction) =>
						listener({
							docChanged: transaction.docChanged,
							changes: transaction.changes,
							selectionSet: transaction.selection !== undefined
						})
					)
			},
			clock: this.clock,
			startWorker: () => this.worker,
			onCounts: (counts) => (this.counts = counts),
			onSelection: (counts) => (this.selection = counts),
			onHeadings: (headings) => (this.headings = headings),
			onFailure: this.failed
		});
		this.worker.tell(READY);
	}

	dispatch(spec: TransactionSpec): void {
		const transaction = this.state.update(spec);
		this.state = transaction.state;
		this.#updates.emit(transaction);
	}

	/** The line that a heading is said to begin at. */
	lineOf(index: number): string {
		const place = this.surveyor.placeOf(index);
		const line = this.state.doc.lineAt(place);
		expect(line.from).toBe(place);
		return line.text;
	}
}

it('tells the headings, and where they are while what was written is not surveyed yet', () => {
	const world = new World('# one\ntext\n\n# two\n\n# three');
	world.worker.tell(world.worker.survey());
	expect(world.headings.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
	world.dispatch({ changes: { from: 0, insert: 'before\n\n' } });
	const late = world.worker.survey();
	world.dispatch({ changes: { from: 14, insert: 'more\n' } });
	expect([0, 1, 2].map((index) => world.lineOf(index))).toEqual(['# one', '# two', '# three']);
	// What the worker tells takes in the first of the two changes only.
	world.worker.tell(late);
	expect([0, 1, 2].map((index) => world.lineOf(index))).toEqual(['# one', '# two', '# three']);
	world.worker.tell(world.worker.survey());
	expect([0, 1, 2].map((index) => world.lineOf(index))).toEqual(['# one', '# two', '# three']);
	expect(world.surveyor.headingAt(0)).toBe(-1);
	expect(world.surveyor.headingAt(world.surveyor.placeOf(1) - 1)).toBe(0);
	expect(world.surveyor.headingAt(world.surveyor.placeOf(1))).toBe(1);
	expect(world.surveyor.headingAt(world.state.doc.length)).toBe(2);
});

it('counts the text, and what is selected once that stands still', () => {
	const world = new World('one two three');
	world.worker.tell(world.worker.survey());
	expect(world.counts).toEqual({ words: 3, characters: 13 });
	world.dispatch({ selection: { anchor: 0, head: 7 } });
	expect(world.selection).toBeUndefined();
	world.clock.advance(SELECTION_REST_MS);
	expect(world.selection).toEqual({ words: 2, characters: 7 });
	world.dispatch({ selection: { anchor: 3 } });
	world.clock.advance(SELECTION_REST_MS);
	expect(world.selection).toBeUndefined();
});

it('tells when it can go on no more, and ends with its worker', () => {
	const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	const world = new World('# one');
	world.worker.tell(world.worker.survey());
	world.worker.onerror?.({ message: 'out of memory' } as ErrorEvent);
	expect(warn).toHaveBeenCalledOnce();
	expect(world.failed).toHaveBeenCalledOnce();
	expect(world.worker.isEnded).toBe(true);
	world.dispatch({ changes: { from: 0, insert: 'x' } });
	expect(world.clock.step()).toBe(false);
});
