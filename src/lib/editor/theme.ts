import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** The look of the writing surface: the app's tokens, lines as long as reads well, nothing around the text. */
export const writingTheme: Extension = [
	EditorView.lineWrapping,
	EditorView.theme({
		'&': { color: 'var(--color-text)', backgroundColor: 'transparent' },
		'&.cm-focused': { outline: 'none' },
		// Nobody sees a caret where nobody can write.
		'&.cm-unwritable .cm-content:focus-visible': {
			outline: '2px solid var(--color-focus)',
			outlineOffset: 'var(--space-3)',
			borderRadius: 'var(--radius-sm)'
		},
		// The page scrolls, not the editor: a scroller would cut off carets and names at its edges.
		'.cm-scroller': {
			overflow: 'visible',
			fontFamily: 'var(--font-body)',
			fontSize: 'var(--text-note, 1.0625rem)',
			lineHeight: 'var(--leading-note, 1.65)'
		},
		'.cm-content': {
			maxWidth: 'var(--measure)',
			marginInline: 'auto',
			padding: '0 0 var(--space-6)',
			caretColor: 'var(--color-accent)'
		},
		'.cm-line': { padding: '0' },
		'.cm-line::selection, .cm-line ::selection': { backgroundColor: 'var(--color-selection)' }
	})
];

/**
 * Shows `text` where nothing is written yet. It is no element of the content, as CodeMirror's own placeholder is, so
 * that nothing stands beside the first composition and nothing is taken for text that was written.
 */
export function emptyHint(text: string): Extension {
	return [
		EditorView.editorAttributes.compute(['doc'], ({ doc }) => hintIf(doc.length === 0, 'data-placeholder')),
		EditorView.contentAttributes.compute(['doc'], ({ doc }) => hintIf(doc.length === 0, 'aria-placeholder')),
		EditorView.baseTheme({
			'&[data-placeholder]::before': {
				content: 'attr(data-placeholder)',
				position: 'absolute',
				insetInline: '0',
				maxWidth: 'var(--measure)',
				marginInline: 'auto',
				fontFamily: 'var(--font-body)',
				fontSize: 'var(--text-note, 1.0625rem)',
				lineHeight: 'var(--leading-note, 1.65)',
				color: 'var(--color-text-muted)',
				pointerEvents: 'none'
			}
		})
	];

	function hintIf(isEmpty: boolean, attribute: string): Record<string, string> {
		return isEmpty ? { [attribute]: text } : {};
	}
}
