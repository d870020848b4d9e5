import { expect, it } from 'vitest';
import { decodeText } from '$lib/util/decode-text.js';

function utf16(text: string, littleEndian: boolean): Uint8Array {
	const view = new DataView(new ArrayBuffer(text.length * 2));
	for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
	return new Uint8Array(view.buffer);
}

it('S28 reads UTF-8 with and without its mark', () => {
	expect(decodeText(new TextEncoder().encode('Zoë 😀'))).toBe('Zoë 😀');
	expect(decodeText(new TextEncoder().encode('\uFEFFZoë'))).toBe('Zoë');
});

it('S28 reads UTF-16 by its mark', () => {
	expect(decodeText(utf16('\uFEFFZoë 😀', true))).toBe('Zoë 😀');
	expect(decodeText(utf16('\uFEFFZoë 😀', false))).toBe('Zoë 😀');
	expect(decodeText(utf16('\uFEFF\uD800', true))).toBe('\uFFFD');
});

// Of the characters that windows-1252 adds to Latin-1, Node 20 decodes none; backup.spec.ts has them in a browser.
it('S28 takes what is no UTF-8 for windows-1252', () => {
	expect(decodeText(Uint8Array.of(0x5a, 0x6f, 0xeb, 0x20, 0xab, 0xfc, 0xbb))).toBe('Zoë «ü»');
});

it('S28 makes every line end a line feed', () => {
	expect(decodeText(new TextEncoder().encode('a\r\nb\rc\nd\r\r\n'))).toBe('a\nb\nc\nd\n\n');
});

it('S28 refuses what holds a NUL', () => {
	expect(decodeText(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1))).toBeUndefined();
	expect(decodeText(utf16('no mark', true))).toBeUndefined();
});
