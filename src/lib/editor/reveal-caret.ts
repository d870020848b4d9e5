import type { EditorView } from '@codemirror/view';
import type { RemoteCaret } from '../workspace/types.js';
import { toEditorOffset } from './bind-note.js';
import { pointOutCaret, shownHead } from './remote-carets.js';
import { reveal, type Revealing } from './reveal.js';

/** Scrolls to somebody's caret, and shows whose it is unless it was only to be kept in sight. */
export function revealCaret(view: EditorView, caret: RemoteCaret, revealing: Revealing): void {
	// Since the carets were told, what was written here has moved it along.
	const head = shownHead(view.state, caret) ?? toEditorOffset(view, caret.head);
	reveal(view, head, revealing);
	if (!revealing.onlyIfNeeded) view.dispatch({ effects: pointOutCaret.of(caret.key) });
}
