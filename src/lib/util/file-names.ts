/** Longer names are cut, in UTF-8 bytes: file systems take 255, and an ending and a number have to fit too. */
const MAX_NAME_BYTES = 120;

/** What Windows or a shell takes for something else, and what is not seen: controls, marks of direction, joiners. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Names of devices on Windows, whatever ending they have. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;

/**
 * A name that every file system takes, made from what a person wrote: without an ending, never empty, never hidden,
 * no path. `fallback` is taken where nothing is left.
 */
export function safeFileName(wanted: string, fallback: string): string {
	const plain = wanted.normalize('NFC').replaceAll(FORBIDDEN, ' ').replaceAll(/\s+/g, ' ');
	const trimmed = cutToBytes(plain.replace(/^[\s.]+/, ''), MAX_NAME_BYTES).replace(/[\s.]+$/, '');
	if (trimmed === '') return fallback;
	return RESERVED.test(trimmed) ? `_${trimmed}` : trimmed;
}

/** Gives each name once: the second of the same gets " (2)". Names that differ in case only are the same. */
export class UniqueNames {
	readonly #taken = new Set<string>();

	take(name: string): string {
		let unique = name;
		for (let number = 2; this.#taken.has(folded(unique)); number += 1) unique = `${name} (${number})`;
		this.#taken.add(folded(unique));
		return unique;
	}
}

/** Some file systems take names for equal that differ in case or in how accents are composed. */
function folded(name: string): string {
	return name.normalize('NFKC').toLowerCase().toUpperCase();
}

/** By whole characters. */
function cutToBytes(text: string, maxBytes: number): string {
	const encoder = new TextEncoder();
	let cut = '';
	let length = 0;
	for (const character of text) {
		length += encoder.encode(character).length;
		if (length > maxBytes) break;
		cut += character;
	}
	return cut;
}
