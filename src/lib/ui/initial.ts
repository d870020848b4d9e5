import { getLocale } from '$lib/paraglide/runtime.js';

/** One that stands for itself: what follows may belong to another letter, but to none of ASCII. */
const PLAIN_LETTER = /^[\x20-\x7e](?=[\x20-\x7e]|$)/;

/** The first letter of a name as a reader sees it, which may be several code points; capital, and empty where there is none. */
export function initialOf(name: string): string {
	const text = name.trim();
	// What finds letters takes 10 ms to be made, as the first page comes, and most names do without.
	const [plain] = PLAIN_LETTER.exec(text) ?? [];
	return (plain ?? firstGrapheme(text)).toLocaleUpperCase(getLocale());
}

function firstGrapheme(text: string): string {
	const [first] = new Intl.Segmenter(getLocale(), { granularity: 'grapheme' }).segment(text);
	return first?.segment ?? '';
}
