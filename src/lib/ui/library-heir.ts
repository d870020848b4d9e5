/** The link of a note, if its row is in the page. */
export function linkOfNote(noteId: string): HTMLElement | null {
	return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(noteId)}"] a[href]`);
}

/**
 * Where whoever goes through the list of notes by keys goes on when what had the focus is gone: at the note that it was about, else at
 * the first one in sight, and in an empty library at what begins a note.
 */
export function libraryHeir(noteId?: string): HTMLElement | null {
	const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
	const row =
		rows.find(({ dataset }) => dataset['row'] === noteId) ??
		rows.find((one) => one.getBoundingClientRect().top >= 0) ??
		rows.at(-1);
	return (
		row?.querySelector<HTMLElement>('a[href]') ?? document.querySelector<HTMLElement>('main button.primary')
	);
}
