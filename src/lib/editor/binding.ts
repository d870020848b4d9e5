import {
	EditorSelection,
	type ChangeSet,
	type EditorState,
	type Transaction,
	type TransactionSpec
} from '@codemirror/state';
import type { Frontiers } from 'loro-crdt';
import type { Note } from '../note/note.js';
import { BoundText, type BoundTextHooks, type DriftReason } from './bound-text.js';
import type { Stretch } from './splice.js';

/** What the binding needs of an EditorView; tests without a DOM give their own. */
export interface EditorHost {
	readonly state: EditorState;
	/** @throws if an update is under way. */
	dispatch(transaction: TransactionSpec): void;
	/** Text that nothing may touch for now, such as a line that somebody composes in. */
	keptText?(): Stretch | undefined;
	/** Something was left unshown because of it: `NoteBinding.show()` is to be called when it is free again. */
	held?(): void;
}

/** What a binding tells. */
export interface BindingOptions {
	/**
	 * The editor was set back to the note's text, or could not be. What it then showed too much was not stored: tell the
	 * person.
	 */
	readonly onDrift: (reason: DriftReason, cause: unknown) => void;
	/** The version whose text the editor's state was made from, if it is known. */
	readonly shownAt?: Frontiers;
}

/** Drives a `BoundText` by the updates of one view, and shows what that lacks when the view is free. */
export class NoteBinding {
	readonly #host: EditorHost;
	readonly #text: BoundText;
	readonly #report: BoundTextHooks['onDrift'];
	#updating = false;
	#retrying = false;
	#closed = false;

	constructor(host: EditorHost, note: Note, { onDrift, shownAt }: BindingOptions) {
		this.#host = host;
		this.#report = (reason, cause) => {
			try {
				onDrift(reason, cause);
			} catch (failure) {
				console.error(failure);
			}
		};
		const hooks = { onBehind: () => this.show(), onDrift: this.#report };
		this.#text = new BoundText(note, host.state.doc, hooks, shownAt);
		this.show();
	}

	/** What the editor lacks of the note, as changes of what it shows. */
	get pending(): ChangeSet | undefined {
		return this.#text.pending;
	}

	/** Takes in the transactions of an update that is under way. */
	update({ transactions }: { readonly transactions: readonly Transaction[] }): void {
		this.#updating = true;
		for (const transaction of transactions) this.#text.apply(transaction);
	}

	/** The update is over: shows what came in meanwhile. */
	settle(): void {
		this.#updating = false;
		this.#uprightSelection();
		this.show();
	}

	/** Lets go of the note. */
	destroy(): void {
		this.#closed = true;
		this.#text.close();
	}

	/**
	 * CodeMirror maps a selection whose text was replaced to a range that ends before it begins, and the next key press
	 * then throws. It becomes a caret, as what stands there now was never selected.
	 */
	#uprightSelection(): void {
		const { main } = this.#host.state.selection;
		if (main.from > main.to) this.#host.dispatch({ selection: EditorSelection.single(main.to) });
	}

	/** Shows what the editor lacks, but for what would touch text that is to be kept. Edits made meanwhile are mapped over that. */
	show(): void {
		if (this.#updating) {
			this.#showLater();
			return;
		}
		if (!this.#text.pending) return;
		const update = this.#text.nextUpdate(this.#host.keptText?.());
		if (!update) {
			this.#host.held?.();
			return;
		}
		try {
			this.#host.dispatch(update);
		} catch (failure) {
			// The view is measuring, being constructed, or in an update that has not reached this plugin.
			if (this.#retrying) this.#report('not-shown', failure);
			else this.#showLater();
		}
	}

	#showLater(): void {
		queueMicrotask(() => {
			if (this.#closed) return;
			this.#updating = false;
			this.#retrying = true;
			this.show();
			this.#retrying = false;
		});
	}
}
