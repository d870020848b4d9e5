import { expect, it } from 'vitest';
import { initialOf } from '$lib/ui/initial.js';

it.each([
	['Ada', 'A'],
	['  ada ', 'A'],
	['a', 'A'],
	['7 dwarfs', '7'],
	['e\u0301mile', 'E\u0301'],
	['émile', 'É'],
	['1\ufe0f\u20e3 first', '1\ufe0f\u20e3'],
	['👩‍🌾 Mira', '👩‍🌾'],
	['ßa', 'SS'],
	['ملاك', 'م'],
	['', ''],
	[' ', '']
])('the initial of %j is %j', (name, initial) => {
	expect(initialOf(name)).toBe(initial);
});
