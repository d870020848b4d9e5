import type { LibraryEntry } from '../note/library-entry.js';
import type { ListedNote, NoteSummary } from './types.js';

interface MadeLine {
	readonly summary: NoteSummary | undefined;
	readonly line: ListedNote;
}

/** The lines of the list. One is the same object for as long as what it is made of is, so that it is not drawn anew. */
export class ListedLines {
	readonly #made = new WeakMap<LibraryEntry, MadeLine>();

	/** The line on a note; `summary`: undefined as long as nothing is known of what stands in it. */
	of(entry: LibraryEntry, summary: NoteSummary | undefined): ListedNote {
		const made = this.#made.get(entry);
		if (made !== undefined && made.summary === summary) return made.line;
		const { invite, addedAt, shared, pinnedAt } = entry;
		const line: ListedNote = {
			...(summary ?? blankSummary(entry)),
			addedAt,
			shared,
			pinned: pinnedAt !== undefined,
			...(invite.kind === 'view' ? { viewOnly: true } : {})
		};
		this.#made.set(entry, { summary, line });
		return line;
	}
}

function blankSummary({ noteId, addedAt, shared }: LibraryEntry): NoteSummary {
	return { id: noteId, title: '', preview: '', changedAt: addedAt, waiting: shared };
}
