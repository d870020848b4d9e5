/** For so many pictures the row of a note that comes back is waited for: what the list is narrowed to may keep it out. */
const MOST_PICTURES = 30;

/** Where whoever undoes a deletion goes on: at the note, once its row is there, else where `libraryHeir` says. */
export async function restoredHeir(noteId: string): Promise<HTMLElement | null> {
	for (let picture = 0; picture < MOST_PICTURES; picture += 1) {
		const link = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(noteId)}"] a[href]`);
		if (link !== null) return link;
		await new Promise((resolve) => requestAnimationFrame(resolve));
	}
	return libraryHeir();
}

/** Where notes are looked for. What a page shows of itself before the app has come (early/early-sight.css) has such a field, too. */
export function searchInput(): HTMLElement | null {
	return document.querySelector<HTMLElement>('input[type=search]:not(.early-sight *)');
}

/**
 * Where whoever goes through the list of notes by keys goes on when what had the focus is gone: at the first note in sight, and in an
 * empty library at what begins a note.
 */
export function libraryHeir(): HTMLElement | null {
	const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
	const row = rows.find((one) => one.getBoundingClientRect().top >= 0) ?? rows.at(-1);
	return (
		row?.querySelector<HTMLElement>('a[href]') ?? document.querySelector<HTMLElement>('main button.primary')
	);
}
