import type { EditorView } from '@codemirror/view';
import { composedLine, isComposing } from './composition.js';
import type { Stretch } from './splice.js';
import type { UnreadInput } from './unread-input.js';

/** How often it is looked whether a composition is over. Browsers, and CodeMirror's ways with them, tell of it at different times. */
const LOOK_EVERY_MS = 50;

/** So many looks without a composition end it: the next syllable begins a new one, and the text of the last is still being read. */
const LOOKS_TO_END = 2;

/** A composition that has not changed for so long may be broken. On a phone the word that was typed last stays one. */
export const MAX_IDLE_MS = 10_000;

/** What others wrote into the line is shown at the latest after so long, even if the composition goes on. */
export const MAX_HELD_MS = 60_000;

/** What the hold asks of whoever shows the changes of others. */
export interface HeldChanges {
	/** Whether there is something that was not shown. */
	isWaiting(): boolean;
	/** Shows it. */
	show(): void;
}

/**
 * Keeps the line that somebody composes in as it is: where its text changed under an input method, that would repeat or lose what
 * it has in hand (codemirror/dev#1358). Where others wait for too long, it ends the composition as a tap elsewhere does.
 */
export class CompositionHold {
	readonly #view: EditorView;
	readonly #changes: HeldChanges;
	readonly #unread: UnreadInput;
	#timer: ReturnType<typeof setInterval> | undefined;
	#looksWithout = 0;
	#heldSince = 0;
	#lastEditAt = 0;

	constructor(view: EditorView, unread: UnreadInput, changes: HeldChanges) {
		this.#view = view;
		this.#unread = unread;
		this.#changes = changes;
	}

	/** The text that others may not touch now, or undefined. */
	keptText(): Stretch | undefined {
		if (this.#unread.readInMs > 0) return { from: 0, to: this.#view.state.doc.length };
		if (!isComposing(this.#view) && this.#timer === undefined) return undefined;
		return composedLine(this.#view);
	}

	/** To be called when something was left unshown because of `keptText()`. */
	begin(): void {
		if (this.#timer !== undefined) return;
		this.#heldSince = Date.now();
		this.#lastEditAt = Math.max(this.#lastEditAt, this.#heldSince);
		this.#looksWithout = 0;
		this.#timer = setInterval(() => {
			this.#look();
		}, LOOK_EVERY_MS);
	}

	/** To be called when one's own text changed. */
	edited(): void {
		this.#lastEditAt = Date.now();
	}

	end(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	#look(): void {
		if (this.#unread.readInMs > 0) return;
		this.#looksWithout = isComposing(this.#view) ? 0 : this.#looksWithout + 1;
		if (!this.#changes.isWaiting() || this.#looksWithout >= LOOKS_TO_END) this.end();
		else if (this.#looksWithout === 0 && this.#isTooLong()) {
			finishComposition(this.#view);
			// Who composes fast has begun the next one already: that one is not to be ended, too.
			this.#heldSince = this.#lastEditAt = Date.now();
		}
		// While one composes: what only waited for input to be read.
		this.#changes.show();
	}

	#isTooLong(): boolean {
		const now = Date.now();
		return now - this.#lastEditAt > MAX_IDLE_MS || now - this.#heldSince > MAX_HELD_MS;
	}
}

/** Ends a composition with the text that it has. The focus stays, and with it the keyboard of a phone. */
export function finishComposition(view: EditorView): void {
	if (!isComposing(view)) return;
	const hadFocus = view.hasFocus;
	view.contentDOM.blur();
	if (hadFocus) view.focus();
}
