import type { TitledText } from '../note/markdown-file.js';
import { MAX_TITLE_LENGTH } from '../note/schema.js';

/** The words that another app shares; each may be empty, and which one holds what differs from app to app. */
export interface SharedText {
	readonly title: string;
	readonly text: string;
	readonly url: string;
}

/** Whether there is nothing in it to make a note of. */
export function isBlank({ title, text, url }: SharedText): boolean {
	return [title, text, url].every((part) => part.trim() === '');
}

/**
 * What was shared as a note. Nothing is lost of it and nothing stands there twice: apps put a page's address into the text
 * as well as beside it, and its title too.
 */
export function noteOfShared(shared: SharedText): TitledText {
	const title = oneLine(shared.title);
	const text = shared.text.replaceAll(/\r\n?/g, '\n').toWellFormed().trim();
	const url = oneLine(shared.url);
	const parts = [
		// A title is cut where it is too long.
		title.length > MAX_TITLE_LENGTH ? title : '',
		text === title ? '' : text,
		text.includes(url) ? '' : url
	];
	return { title, text: parts.filter((part) => part !== '').join('\n\n') };
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').toWellFormed().trim();
}
