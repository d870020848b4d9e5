import { expect, it } from 'vitest';
import { safeFileName, UniqueNames } from '$lib/util/file-names.js';

it.each([
	['Orchard weekend', 'Orchard weekend'],
	['../../etc/passwd', 'etc passwd'],
	['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
	['.hidden', 'hidden'],
	['ends with dots. . .', 'ends with dots'],
	['con', '_con'],
	['Aux.txt', '_Aux.txt'],
	['COM1', '_COM1'],
	['console', 'console'],
	['line\r\nend\0', 'line end'],
	['innocent\u202Egpj.exe', 'innocent gpj.exe'],
	['\uD800 alone', 'alone'],
	['e\u0301', '\u00E9'],
	['日本語 😀', '日本語 😀'],
	['  ', 'Untitled'],
	['...', 'Untitled'],
	['', 'Untitled']
])('S20 makes of %j the file name %j', (wanted, name) => {
	expect(safeFileName(wanted, 'Untitled')).toBe(name);
});

it('S20 cuts long names between characters', () => {
	const name = safeFileName('😀'.repeat(100), 'Untitled');
	expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(120);
	expect(name.isWellFormed()).toBe(true);
});

it('S20 gives each name once, whatever the file system takes for equal', () => {
	const names = new UniqueNames();
	const given = ['a', 'A', 'a (2)', 'é', 'e\u0301', 'straße', 'STRASSE'].map((name) => names.take(name));
	expect(given).toEqual(['a', 'A (2)', 'a (2) (2)', 'é', 'e\u0301 (2)', 'straße', 'STRASSE (2)']);
});
