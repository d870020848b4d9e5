import { EditorState, Transaction, type Extension, type TransactionSpec } from '@codemirror/state';
import { NoteBinding, type EditorHost } from '$lib/editor/binding.js';
import type { DriftReason } from '$lib/editor/bound-text.js';
import { minimalSplice, type Stretch } from '$lib/editor/splice.js';
import { noteUndo, redo, undo } from '$lib/editor/undo.js';
import { wellFormedInput } from '$lib/editor/well-formed.js';
import type { Note } from '$lib/note/note.js';

interface HeadlessOptions {
	readonly extensions?: Extension;
	/** The editor's first text, if it is not to be the note's. */
	readonly text?: string;
}

/** An editor without a DOM: keeps EditorView's rules of what may be dispatched when, and drives the real binding. */
export class HeadlessEditor implements EditorHost {
	state: EditorState;
	readonly drifts: DriftReason[] = [];
	/** Called after each update, before the binding learns that it is over, as EditorView's listeners are. */
	readonly listeners: ((transaction: Transaction) => void)[] = [];
	readonly #binding: NoteBinding;
	#updating = true;
	/** Where the text begins that an input method has in hand, and what it is. */
	#composed: { from: number; text: string } | undefined;

	constructor(note: Note, { extensions = [], text }: HeadlessOptions = {}) {
		this.state = EditorState.create({
			doc: text ?? note.body.toString(),
			extensions: [wellFormedInput(), noteUndo(), extensions]
		});
		this.#binding = new NoteBinding(this, note, {
			onDrift: (reason) => this.drifts.push(reason)
		});
		this.#updating = false;
	}

	get text(): string {
		return this.state.doc.toString();
	}

	/** The note's text, as far as the editor knows of it. */
	get knownText(): string {
		return (this.#binding.pending?.apply(this.state.doc) ?? this.state.doc).toString();
	}

	get isComposing(): boolean {
		return this.#composed !== undefined;
	}

	/** While an input method has text in hand: its line. */
	keptText(): Stretch | undefined {
		return this.#composed && this.state.doc.lineAt(this.#composed.from);
	}

	/** The input method puts `text` in the place of what it has in hand, the first time of what is selected. As CodeMirror does. */
	compose(text: string): void {
		const isStart = this.#composed === undefined;
		const { main } = this.state.selection;
		const from = this.#composed?.from ?? main.from;
		const before = this.#composed?.text ?? this.state.sliceDoc(main.from, main.to);
		this.#composed = { from, text };
		const change = minimalSplice(before, text);
		if (!change) return;
		this.dispatch({
			changes: { from: from + change.from, to: from + change.to, insert: change.insert },
			selection: { anchor: from + text.length },
			userEvent: `input.type.compose${isStart ? '.start' : ''}`
		});
	}

	/** The composition is over, with the text that it has. */
	endComposition(): void {
		this.#composed = undefined;
		this.#binding.show();
	}

	/** Whether the editor still shows what is composed where the input method has it. */
	get isCompositionWhole(): boolean {
		const { from, text } = this.#composed ?? { from: 0, text: '' };
		return this.state.sliceDoc(from, from + text.length) === text;
	}

	/** A function of its own, as commands take it out of the object. */
	readonly dispatch = (...specs: (Transaction | TransactionSpec)[]): void => {
		const [only] = specs;
		this.update(specs.length === 1 && only instanceof Transaction ? only : this.state.update(...specs));
	};

	/** Applies transactions that follow each other, in one update. */
	update(...transactions: Transaction[]): void {
		if (this.#updating) throw new Error('an update is in progress');
		let state = this.state;
		for (const transaction of transactions) {
			if (transaction.startState !== state) throw new RangeError('the transaction starts from another state');
			state = transaction.state;
			const composed = this.#composed;
			if (composed && transaction.annotation(Transaction.remote) === true) {
				const { from, to } = transaction.startState.doc.lineAt(composed.from);
				if (transaction.changes.touchesRange(from, to))
					throw new Error('the line of a composition was changed');
				composed.from = transaction.changes.mapPos(composed.from);
			}
		}
		this.#updating = true;
		this.state = state;
		try {
			this.#binding.update({ transactions });
		} finally {
			this.#updating = false;
		}
		for (const transaction of transactions) {
			for (const listener of this.listeners) listener(transaction);
		}
		this.#binding.settle();
	}

	/** Runs `action` as if from a plugin in the middle of an update. */
	whileUpdating(action: () => void): void {
		this.#updating = true;
		try {
			this.#binding.update({ transactions: [] });
			action();
		} finally {
			this.#updating = false;
		}
		this.#binding.settle();
	}

	/** Replaces what is selected, as typing or pasting does. */
	type(insert: string): void {
		this.dispatch({ ...this.state.replaceSelection(insert), userEvent: 'input.type' });
	}

	select(anchor: number, head = anchor): void {
		this.dispatch({ selection: { anchor, head } });
	}

	/** Whether there was something to take back. */
	undo(): boolean {
		return undo(this);
	}

	redo(): boolean {
		return redo(this);
	}

	destroy(): void {
		this.#binding.destroy();
	}
}
