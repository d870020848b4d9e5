import type { ChangeDesc } from '@codemirror/state';
import type { EditorView, ViewUpdate } from '@codemirror/view';
import type { CancelTimer, Clock } from '../../util/clock.js';
import type { Unsubscribe } from '../../util/emitter.js';
import type { WorkerPort } from '../../util/worker-port.js';
import { TextMirror } from '../mirror/text-mirror.js';
import type { TextCounts } from './count-text.js';
import { SELECTION_REST_MS } from './limits.js';
import type { CountQuestion, HeadingText, SurveyAnswer } from './messages.js';

type Update = Pick<ViewUpdate, 'docChanged' | 'changes' | 'selectionSet'>;

export interface SurveyorOptions {
	readonly editor: {
		readonly view: Pick<EditorView, 'state'>;
		onUpdate(listener: (update: Update) => void): Unsubscribe;
	};
	readonly clock: Clock;
	readonly startWorker: () => WorkerPort;
	readonly onCounts: (counts: TextCounts) => void;
	/** Undefined where nothing is selected. */
	readonly onSelection: (counts: TextCounts | undefined) => void;
	/** The headings are others, or stand elsewhere. */
	readonly onHeadings: (headings: readonly HeadingText[]) => void;
	/** The worker is no more: what was told stays as it is. */
	readonly onFailure: () => void;
}

/** Knows the headings and the length of what is in an editor. A worker finds them; a key costs it nothing but telling of the change. */
export class Surveyor {
	readonly #mirror: TextMirror<CountQuestion, SurveyAnswer>;
	readonly #unsubscribe: Unsubscribe;
	#places = new Uint32Array();
	#headings: readonly HeadingText[] = [];
	/** The changes that the worker has not told of yet. */
	#untold: ChangeDesc[] = [];
	#told = 0;
	#asked = 0;
	#cancelCount: CancelTimer | undefined;

	constructor(private readonly options: SurveyorOptions) {
		const { editor, startWorker } = options;
		this.#mirror = new TextMirror({
			start: startWorker,
			text: () => editor.view.state.doc,
			onAnswer: (answer) => this.#take(answer),
			onFailure: (cause) => {
				console.warn('the note could not be surveyed', cause);
				this.destroy();
				options.onFailure();
			}
		});
		this.#mirror.start();
		this.#unsubscribe = editor.onUpdate((update) => this.#update(update));
		this.#countSelection();
	}

	/** Where a heading's line begins now. */
	placeOf(index: number): number {
		return this.#untold.reduce((place, changes) => changes.mapPos(place, 1), this.#places[index] ?? 0);
	}

	/** The index of the last heading that begins at a place or before it; -1 if there is none. */
	headingAt(place: number): number {
		let [low, high] = [0, this.#places.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.placeOf(middle) <= place) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	/** Ends everything. Places stay as they are. */
	destroy(): void {
		this.#unsubscribe();
		this.#cancelCount?.();
		this.#mirror.stop();
	}

	#update({ docChanged, changes, selectionSet }: Update): void {
		if (docChanged) {
			this.#mirror.change(changes);
			this.#untold.push(changes.desc);
		}
		if (docChanged || selectionSet) this.#countSelection();
	}

	#countSelection(): void {
		this.#cancelCount?.();
		this.#cancelCount = this.options.clock.after(SELECTION_REST_MS, () => {
			const { from, to } = this.options.editor.view.state.selection.main;
			const id = ++this.#asked;
			if (from === to) this.options.onSelection(undefined);
			else this.#mirror.ask({ kind: 'count', id, from, to });
		});
	}

	#take(answer: SurveyAnswer): void {
		if (answer.kind === 'counted') {
			if (answer.id === this.#asked) this.options.onSelection(answer.counts);
			return;
		}
		this.#untold = this.#untold.slice(answer.changes - this.#told);
		this.#told = answer.changes;
		this.#places = answer.places as Uint32Array<ArrayBuffer>;
		if (answer.headings !== undefined) this.#headings = answer.headings;
		this.options.onCounts(answer.counts);
		this.options.onHeadings(this.#headings);
	}
}
