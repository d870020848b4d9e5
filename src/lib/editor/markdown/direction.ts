import type { Text } from '@codemirror/state';
import { shapeOf } from './line-shape.js';

export type Direction = 'ltr' | 'rtl';

/** Hebrew, Arabic and the scripts beside them, with their presentation forms; and those of the plane behind. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/;
const LETTER = /\p{L}/u;

/** So many lines above a line without a letter are asked for their direction. */
const MAX_LINES_ABOVE = 20;
/** In UTF-16 units: what stands further in decides nothing. */
const MAX_LOOKED_AT = 500;

/** The direction that a text is written in, by its first letter; undefined if it has none. */
export function directionOf(text: string): Direction | undefined {
	const [letter] = LETTER.exec(text.slice(0, MAX_LOOKED_AT)) ?? [];
	if (letter === undefined) return undefined;
	return RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

/** The direction of a line: of its text, not of its marks; without a letter, that of the lines above. */
export function lineDirection(doc: Text, number: number): Direction | undefined {
	for (let at = number; at >= Math.max(1, number - MAX_LINES_ABOVE); at -= 1) {
		const found = directionOf(shapeOf(doc.line(at).text).text);
		if (found !== undefined) return found;
	}
	return undefined;
}
