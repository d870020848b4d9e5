import type { NoteEditorOptions } from '$lib/editor/editor.js';
import { Note } from '$lib/note/note.js';

/** An editor on a note of its own, as the page makes it. `openPage` comes first. */
export async function mountedOn(
	text: string,
	{ onAllSeen, onMarked }: Pick<NoteEditorOptions, 'onAllSeen' | 'onMarked'> = {}
) {
	const { createNoteEditor } = await import('$lib/editor/editor.js');
	const note = Note.empty();
	note.body.insert(0, text);
	note.doc.commit();
	const drifts: string[] = [];
	const editor = createNoteEditor({
		parent: document.body,
		note,
		placeholder: '',
		label: 'Note',
		previewLabels: { task: '', table: '', code: '', openLink: '' },
		modes: { typewriter: false, focus: false, spelling: false },
		onCaret: () => undefined,
		onAllSeen: () => onAllSeen?.(),
		onMarked: (authors, areSet) => onMarked?.(authors, areSet),
		onDrift: (reason) => drifts.push(reason)
	});
	return {
		editor,
		view: editor.view,
		drifts,
		text: () => note.body.toString(),
		writeAsOther: (at: number, words: string) => {
			note.body.insert(at, words);
			note.doc.commit({ origin: 'other' });
		},
		deleteAsOther: (at: number, length: number) => {
			note.body.delete(at, length);
			note.doc.commit({ origin: 'other' });
		},
		close: () => {
			editor.destroy();
			note.close();
		}
	};
}
