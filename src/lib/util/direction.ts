export type Direction = 'ltr' | 'rtl';

/** Hebrew, Arabic and the scripts beside them, with their presentation forms; and those of the plane behind. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/;
const LETTER = /\p{L}/u;

/** In UTF-16 units: what stands further in decides nothing. */
const MAX_LOOKED_AT = 500;

/** The direction that a text is written in, by its first letter; undefined if it has none. */
export function directionOf(text: string): Direction | undefined {
	const [letter] = LETTER.exec(text.slice(0, MAX_LOOKED_AT)) ?? [];
	if (letter === undefined) return undefined;
	return RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

/** A text as it can stand within another one that is written the other way: what is beside it stays in its place. */
export function isolated(text: string): string {
	return `\u2068${text}\u2069`;
}
