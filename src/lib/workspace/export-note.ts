import { toMarkdown } from '../note/markdown-file.js';
import type { Note } from '../note/note.js';
import { safeFileName } from '../util/file-names.js';

/** `markdown`: the text as it is now; `history`: a Loro snapshot with everything that ever was. */
export type ExportKind = 'markdown' | 'history';

/** A note as a file, named by its title or else by `untitled`. @throws NotePoisonedError */
export function exportNote(note: Note, kind: ExportKind, untitled: string): File {
	const name = safeFileName(note.title, untitled);
	if (kind === 'history') {
		return new File([note.exportSnapshot().slice()], `${name}.loro`, { type: 'application/octet-stream' });
	}
	const markdown = toMarkdown({ title: note.title, text: note.body.toString() });
	return new File([markdown], `${name}.md`, { type: 'text/markdown;charset=utf-8' });
}
