/** A longer name, in UTF-16 units, is cut. */
export const MAX_NAME_LENGTH = 40;

/** Shown where a peer tells no name at all, which Perch itself never does. */
const NAMELESS = '?';

/** A name fit to be shown: one line, no control or formatting characters, of at most MAX_NAME_LENGTH units. */
export function cleanName(name: string): string {
	const visible = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, ' ');
	const cut = visible.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_NAME_LENGTH);
	return cut.toWellFormed().trim();
}

/** A peer's name as it is shown; never empty. */
export function shownName(name: string): string {
	const clean = cleanName(name);
	return clean === '' ? NAMELESS : clean;
}
