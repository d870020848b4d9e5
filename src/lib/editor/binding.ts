import {
	EditorSelection,
	Prec,
	type EditorState,
	type Extension,
	type Transaction,
	type TransactionSpec
} from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';
import type { Note } from '../note/note.js';
import { BoundText, type BoundTextHooks, type DriftReason } from './bound-text.js';
import { wellFormedInput } from './well-formed.js';

/** What the binding needs of an EditorView; tests without a DOM give their own. */
export interface EditorHost {
	readonly state: EditorState;
	/** @throws if an update is under way. */
	dispatch(transaction: TransactionSpec): void;
}

/** What a binding tells. */
export interface BindingOptions {
	/**
	 * The editor was set back to the note's text, or could not be. What it then showed too much was not stored: tell the
	 * person.
	 */
	readonly onDrift: (reason: DriftReason, cause: unknown) => void;
}

/**
 * The extension that keeps an editor's text equal to the note's. A change on either side shows on the other, as
 * splices, before the call that made it returns; where that call was made in the middle of an update of the view, when
 * that update ends.
 *
 * The editor's state should be made from `note.body`: where its text differs, the note's wins.
 */
export function bindNote(note: Note, options: BindingOptions): Extension {
	const plugin = ViewPlugin.define((view) => new NoteBinding(view, note, options));
	return [
		wellFormedInput(),
		// First of all plugins: what the others read from the note is then what the editor shows.
		Prec.highest(plugin),
		// Last of all listeners: a transaction dispatched by an earlier one would reach the later ones before this update.
		Prec.lowest(EditorView.updateListener.of((update) => update.view.plugin(plugin)?.settle()))
	];
}

/** Drives a `BoundText` by the updates of one view, and shows what that lacks when the view is free. */
export class NoteBinding {
	readonly #host: EditorHost;
	readonly #text: BoundText;
	readonly #report: BoundTextHooks['onDrift'];
	#updating = false;
	#retrying = false;
	#closed = false;

	constructor(host: EditorHost, note: Note, { onDrift }: BindingOptions) {
		this.#host = host;
		this.#report = (reason, cause) => {
			try {
				onDrift(reason, cause);
			} catch (failure) {
				console.error(failure);
			}
		};
		this.#text = new BoundText(note, host.state.doc, {
			onBehind: () => {
				this.#show();
			},
			onDrift: this.#report
		});
		this.#show();
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
		this.#show();
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

	/** The place to hold changes back, should a composition ever need it: edits made meanwhile are mapped over them. */
	#show(): void {
		if (this.#updating) {
			this.#showLater();
			return;
		}
		const update = this.#text.nextUpdate();
		if (!update) return;
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
			this.#show();
			this.#retrying = false;
		});
	}
}
