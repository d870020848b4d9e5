import { EditorState, type Extension, type Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** What moves the caret by keys. Where a finger or the mouse put it, the text must not run away from under it. */
const BY_KEYS = ['input', 'delete', 'undo', 'redo', 'select', 'move'];

/** Keeps the line that one writes in at the middle of the window's height. */
export const typewriter: Extension = EditorState.transactionExtender.of((transaction) =>
	isByKeys(transaction)
		? { effects: EditorView.scrollIntoView(transaction.newSelection.main, { y: 'center' }) }
		: null
);

function isByKeys(transaction: Transaction): boolean {
	if (transaction.isUserEvent('select.pointer') || transaction.isUserEvent('input.drop')) return false;
	return BY_KEYS.some((event) => transaction.isUserEvent(event));
}
