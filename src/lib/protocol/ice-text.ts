import type { Bytes } from '../util/bytes.js';
import { DecodeError } from './codec.js';

/** The characters of an ICE user name or password (RFC 8839, `ice-char`) in the order of base64. */
const ICE_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BITS = 6;

/** How many bytes so many characters take. */
export function packedIceBytes(characters: number): number {
	return Math.ceil((characters * BITS) / 8);
}

/** Packs them, 6 bits each, the first in the highest bits; what is left of the last byte is 0. @throws RangeError */
export function packIceText(text: string): Bytes {
	const packed = new Uint8Array(packedIceBytes(text.length));
	for (let index = 0; index < text.length; index += 1) {
		const value = ICE_CHARACTERS.indexOf(text.charAt(index));
		if (value < 0) throw new RangeError('not a character of ICE');
		for (let bit = 0; bit < BITS; bit += 1) {
			const at = index * BITS + bit;
			const one = (value >> (BITS - 1 - bit)) & 1;
			packed[at >> 3] = (packed[at >> 3] ?? 0) | (one << (7 - (at & 7)));
		}
	}
	return packed;
}

/** The first `characters` of what was packed. @throws DecodeError if anything but 0 is left over. */
export function unpackIceText(packed: Uint8Array, characters: number): string {
	const bitAt = (at: number) => ((packed[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
	let text = '';
	for (let index = 0; index < characters; index += 1) {
		let value = 0;
		for (let bit = 0; bit < BITS; bit += 1) value = value * 2 + bitAt(index * BITS + bit);
		text += ICE_CHARACTERS.charAt(value);
	}
	for (let at = characters * BITS; at < packed.length * 8; at += 1)
		if (bitAt(at) !== 0) throw new DecodeError('bits left over');
	return text;
}
