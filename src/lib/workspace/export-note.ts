import { Renderer } from '../markup/renderer.js';
import { toMarkdown } from '../note/markdown-file.js';
import type { Note } from '../note/note.js';
import { safeFileName } from '../util/file-names.js';

/** `markdown`: the text as it is now; `html`: as it looks; `history`: a Loro snapshot with everything that ever was. */
export type ExportKind = 'markdown' | 'html' | 'history';

/** A file that a note became. */
export interface ExportedNote {
	readonly file: File;
	/** It was to show how the text looks, which took too long: it holds the text as it is written. */
	readonly isAsWritten: boolean;
}

/** A note as a file, named by its title or else by `untitled`. @throws NotePoisonedError */
export async function exportNote(note: Note, kind: ExportKind, untitled: string): Promise<ExportedNote> {
	const name = safeFileName(note.title, untitled);
	const exported = (content: BlobPart, ending: string, type: string, isAsWritten = false): ExportedNote => ({
		file: new File([content], `${name}.${ending}`, { type }),
		isAsWritten
	});
	if (kind === 'history') {
		return exported(note.exportSnapshot().slice(), 'loro', 'application/octet-stream');
	}
	const markdown = wholeText(note);
	if (kind === 'markdown') return exported(markdown, 'md', 'text/markdown;charset=utf-8');
	const title = note.title.trim() === '' ? untitled : note.title;
	const { content, isAsWritten } = await new Renderer().document(markdown, title);
	return exported(content, 'html', 'text/html;charset=utf-8', isAsWritten);
}

/** A note's text with its title above, as one text. @throws NotePoisonedError */
export function wholeText(note: Note): string {
	return toMarkdown({ title: note.title, text: note.body.toString() });
}
