/** CodeMirror alone on a page of its own: what an editor of plain text needs, and nothing around it. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

/** How letters and lines look. */
export interface Look {
	readonly width: string;
	readonly fontFamily: string;
	readonly fontSize: string;
	readonly lineHeight: string;
}

declare global {
	/** Shows a text in a new editor, in the place of the one before. */
	var showBare: (text: string, look: Look) => void;
}

let view: EditorView | undefined;

globalThis.showBare = (text, { width, ...letters }) => {
	view?.destroy();
	const theme = EditorView.theme({
		'.cm-scroller': { overflow: 'visible', ...letters },
		'.cm-content': { maxWidth: width, marginInline: 'auto' }
	});
	view = new EditorView({
		parent: document.body,
		state: EditorState.create({
			doc: text,
			extensions: [
				history(),
				keymap.of([...defaultKeymap, ...historyKeymap]),
				EditorState.lineSeparator.of('\n'),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({ 'aria-label': 'Note' }),
				theme
			]
		})
	});
};
