import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { defaultKeymap } from '@codemirror/commands';

/** CodeMirror as somebody who builds a note of it begins: keys and wrapped lines, and none of the Markdown that Perch shows. */
export function mountEditor(doc: string, extensions: Extension): EditorView {
	return new EditorView({
		parent: document.querySelector('#editor') ?? document.body,
		state: EditorState.create({
			doc,
			extensions: [
				keymap.of(defaultKeymap),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({ 'aria-label': 'Note' }),
				extensions
			]
		})
	});
}

/** Hands over what the bench calls from outside, and says that the page can be used. */
export function offerToBench<Methods extends object>(methods: Methods): Methods {
	Object.assign(globalThis, { bench: () => methods });
	document.documentElement.dataset['ready'] = '';
	return methods;
}
