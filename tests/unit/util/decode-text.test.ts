import { expect, it } from 'vitest';
import { decodeText } from '$lib/util/decode-text.js';

function utf16(text: string, littleEndian: boolean): Uint8Array {
	const view = new DataView(new ArrayBuffer(text.length * 2));
	for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
	return new Uint8Array(view.buffer);
}

it('S28 reads UTF-8 with and without its mark', async () => {
	expect(await decodeText(new TextEncoder().encode('Zoë 😀'))).toBe('Zoë 😀');
	expect(await decodeText(new TextEncoder().encode('\uFEFFZoë'))).toBe('Zoë');
});

it('S28 reads UTF-16 by its mark', async () => {
	expect(await decodeText(utf16('\uFEFFZoë 😀', true))).toBe('Zoë 😀');
	expect(await decodeText(utf16('\uFEFFZoë 😀', false))).toBe('Zoë 😀');
	expect(await decodeText(utf16('\uFEFF\uD800', true))).toBe('\uFFFD');
});

// Of the characters that windows-1252 adds to Latin-1, Node 20 decodes none; backup.spec.ts has them in a browser.
it('S28 takes what is no UTF-8 for windows-1252', async () => {
	expect(await decodeText(Uint8Array.of(0x5a, 0x6f, 0xeb, 0x20, 0xab, 0xfc, 0xbb))).toBe('Zoë «ü»');
});

it('S28 takes a few accents for those of the West, and not for an encoding of Asia', async () => {
	const letter = [0xab, 0x5a, 0x6f, 0xeb, 0xbb, 0x20, 0xa3, 0x0d, 0x0a, 0x32];
	expect(await decodeText(Uint8Array.from(letter))).toBe('«Zoë» £\n2');
	const french = Array.from({ length: 40 }, () => [
		...Buffer.from('déjà l’été — ç'.replace('’', "'").replace('—', '-'), 'latin1')
	]).flat();
	expect(await decodeText(Uint8Array.from(french))).toContain("déjà l'été - ç");
});

it('S28 makes every line end a line feed', async () => {
	expect(await decodeText(new TextEncoder().encode('a\r\nb\rc\nd\r\r\n'))).toBe('a\nb\nc\nd\n\n');
});

it('S28 reads UTF-16 without a mark by where its NULs are', async () => {
	expect(await decodeText(utf16('no mark, Zoë\n', true))).toBe('no mark, Zoë\n');
	expect(await decodeText(utf16('no mark\r\n日本語', false))).toBe('no mark\n日本語');
});

it.each([
	[
		'shift_jis',
		'82b182ea82cd93fa967b8cea82cc8381838282c582b7814293fa967b8cea',
		'これは日本語のメモです。日本語'
	],
	[
		'gb18030',
		'd5e2cac7d2bbb8f6d6d0cec4b1cabcc7a1a3bdf1ccecccecc6f8badcbac3',
		'这是一个中文笔记。今天天气很好'
	],
	[
		'windows-1251',
		'ddf2ee20e7e0ece5f2eae020ede020f0f3f1f1eaeeec20ffe7fbeae52e20d1e5e3eee4edff20f5eef0eef8e0ff20efeee3eee4e0',
		'Это заметка на русском языке. Сегодня хорошая погода'
	]
])('S28 knows %s by its letters', async (_encoding, hex, text) => {
	const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
	expect(await decodeText(bytes)).toBe(text);
});

it('S28 keeps the line ends of Unicode', async () => {
	expect(await decodeText(new TextEncoder().encode('a\u2028b\u2029c\u0085d\f'))).toBe(
		'a\u2028b\u2029c\u0085d\f'
	);
});

it('S28 reads what DOS wrote, without the character that ends it', async () => {
	expect(await decodeText(new TextEncoder().encode('a\r\nb\r\n\u001a'))).toBe('a\nb\n');
	expect(await decodeText(new TextEncoder().encode('a\u001ab'))).toBeUndefined();
});

it('S28 refuses what is no text', async () => {
	expect(await decodeText(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1))).toBeUndefined();
	expect(await decodeText(Uint8Array.of(0x25, 0x50, 0x44, 0x46, 2, 7, 0xe2))).toBeUndefined();
	expect(await decodeText(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 0, 0, 0))).toBeUndefined();
});
