import type { NoteSummary } from '$lib/workspace/types.js';

/** Without case and accents, so that "cafe" finds "Café". */
function plain(text: string): string {
	return text
		.normalize('NFKD')
		.replaceAll(/\p{Mark}/gu, '')
		.toLowerCase();
}

/** The notes whose title and preview together hold every word of the query, in the order given. */
export function searchNotes<Note extends NoteSummary>(
	notes: readonly Note[],
	query: string
): readonly Note[] {
	const words = plain(query)
		.split(/\s+/)
		.filter((word) => word !== '');
	if (words.length === 0) return notes;
	return notes.filter((note) => {
		const text = plain(`${note.title}\n${note.preview}`);
		return words.every((word) => text.includes(word));
	});
}
