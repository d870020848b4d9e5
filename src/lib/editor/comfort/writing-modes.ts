import { Compartment, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { focusMode, focusTheme } from './focus-mode.js';
import { typewriter } from './typewriter.js';

/** How somebody likes to write. */
export interface WritingModes {
	/** The line that one writes in stays at the middle of the window. */
	readonly typewriter: boolean;
	/** All but the paragraph that one writes in stands back. */
	readonly focus: boolean;
	/** The browser checks the spelling. */
	readonly spelling: boolean;
}

const MODES = ['typewriter', 'focus', 'spelling'] satisfies (keyof WritingModes)[];

/** Modes that can be changed while somebody writes. One for each editor. */
export class ChangeableModes {
	readonly #compartment = new Compartment();
	readonly extension: Extension;
	#used: WritingModes;

	constructor(
		modes: WritingModes,
		private readonly isReadOnly: boolean
	) {
		this.#used = modes;
		this.extension = [focusTheme, this.#compartment.of(this.#extend(modes))];
	}

	/** Uses these modes from now on. Text, caret and history stay. */
	change(view: EditorView, modes: WritingModes): void {
		const before = this.#used;
		this.#used = modes;
		if (MODES.every((mode) => before[mode] === modes[mode])) return;
		view.dispatch({ effects: this.#compartment.reconfigure(this.#extend(modes)) });
	}

	/** Who only reads has no caret that the modes could go by. */
	#extend({ typewriter: centres, focus, spelling }: WritingModes): Extension {
		return [
			EditorView.contentAttributes.of({ spellcheck: String(spelling && !this.isReadOnly) }),
			centres && !this.isReadOnly ? typewriter : [],
			focus && !this.isReadOnly ? focusMode : []
		];
	}
}
