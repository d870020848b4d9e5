import { plainText } from '$lib/note/plain-text.js';
import type { ExcerptPart } from '$lib/search/excerpts.js';

/** Not in any text that is to be exchanged: stand before and behind what was found. */
const [FOUND, END] = ['\ufdd1', '\ufdd2'];

/**
 * A found line as a list shows it: its words without their marks, as in the preview of a note. Where what was found is itself a
 * part of the marks, as the target of a link, the line stays as it is written.
 */
export function plainExcerpt(parts: readonly ExcerptPart[]): readonly ExcerptPart[] {
	const marked = parts.map(({ text, hit }) => (hit ? FOUND + text + END : text)).join('');
	const plain = plainText(marked);
	const pieces = plain.split(/[\ufdd1\ufdd2]/);
	const hits = parts.filter(({ hit }) => hit);
	const isWhole =
		pieces.length === 2 * hits.length + 1 && hits.every(({ text }, at) => pieces[2 * at + 1] === text);
	if (!isWhole) return parts;
	return pieces.map((text, at) => ({ text, hit: at % 2 === 1 })).filter(({ text }) => text !== '');
}
