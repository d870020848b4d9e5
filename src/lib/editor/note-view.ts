import { Transaction, type TransactionSpec } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { readGateOf } from './bind-note.js';

/**
 * The view of an editor on a note. Whatever is dispatched to it that changes neither the text nor the selection, by whomever, waits
 * until what an input method did is read (read-gate.ts); what needs it done at once to go on from there is given to `whenRead`.
 */
export class NoteView extends EditorView {
	/**
	 * CodeMirror takes the input of Chrome on Android through the EditContext API, which loses its place when the text around a
	 * composition changes: others write at any time. It has this switch for it (docs/decisions/0019-compositions.md).
	 */
	static readonly EDIT_CONTEXT = false;

	override dispatch(transaction: Transaction | readonly Transaction[]): void;
	override dispatch(...specs: TransactionSpec[]): void;
	override dispatch(...input: [Transaction | readonly Transaction[]] | TransactionSpec[]): void {
		const [first] = input;
		const specs: readonly TransactionSpec[] = Array.isArray(first) ? first : (input as TransactionSpec[]);
		const gate = specs.every(redrawsOnly) ? readGateOf(this) : undefined;
		if (gate?.isShut === true) gate.dispatchLater(specs.map(asSpec));
		else super.dispatch(...(input as TransactionSpec[]));
	}
}

function redrawsOnly(spec: TransactionSpec | Transaction): boolean {
	if (spec instanceof Transaction) return !spec.docChanged && spec.selection === undefined;
	return spec.changes === undefined && spec.selection === undefined;
}

/** What a transaction says, for a state after the one that it was made for. */
function asSpec(spec: TransactionSpec | Transaction): TransactionSpec {
	if (!(spec instanceof Transaction)) return spec;
	const { effects, scrollIntoView } = spec;
	const userEvent = spec.annotation(Transaction.userEvent);
	return { effects, scrollIntoView, ...(userEvent === undefined ? {} : { userEvent }) };
}
