import { describe, expect, it } from 'vitest';
import { plainText } from '$lib/note/plain-text.js';

describe('a text reads without its marks', () => {
	it.each([
		['# Orchard\n\nOn **Thursday** with [Ida](https://a.example/x).', 'Orchard On Thursday with Ida.'],
		['Orchard\n===\nPears\n---\n***\nPlums', 'Orchard Pears Plums'],
		['## Closed ##\n> quoted\n> > - deep', 'Closed quoted deep'],
		['- soup\n* bread\n+ salt\n1. first\n2) second', 'soup bread salt first second'],
		['- [ ] soup\n- [x] bread\n1. [X] salt', 'soup bread salt'],
		['```js\nconst a = **b**;\n# no heading\n```\nafter', 'const a = **b**; # no heading after'],
		['~~~\n- a\n```\n~~~\n- b', '- a ``` b'],
		['```a`` b``` **c**\n# d', 'a`` b c d'],
		['```\na\n``` js\n**b**\n````\n**c**', 'a ``` js **b** c'],
		['| Fruit | Price |\n|:--|--:|\n| **Pear** | 2 |', 'Fruit Price Pear 2'],
		['a | b, -- and c', 'a | b, -- and c'],
		['![The old tree](tree.png) stands', 'The old tree stands'],
		[
			'***both*** and **bold with *slanted* in it** ~~gone~~ _so_',
			'both and bold with slanted in it gone so'
		],
		['[**bold** link](x) and **a [link](y) in it**', 'bold link and a link in it'],
		['see <https://a.example/b> or [this][1]', 'see https://a.example/b or this'],
		['a [link](https://a.example/a_(b)) too', 'a link too'],
		['[](https://a.example/) [ ](b)', '[](https://a.example/) [ ](b)']
	])('%j', (text, read) => {
		expect(plainText(text)).toBe(read);
	});
});

describe('what is no mark stays', () => {
	it.each([
		'snake_case_name 2*3*4 a * b * c',
		'#garden and #kitchen',
		'5 > 3, C# and a+b',
		'-1 degrees',
		'2024.5 was no list',
		'[ ] a box without an item, [x]',
		'a**b and `one tick',
		'https://a.example/some_long_name_here'
	])('%s', (text) => {
		expect(plainText(text)).toBe(text);
	});

	it.each([
		['`a**b**c` and ``x ` y``', 'a**b**c and x ` y'],
		['not \\*slanted\\* nor \\[a](b)', 'not *slanted* nor [a](b)'],
		['1\\. no item', '1. no item'],
		['**bold `**` code**', 'bold ** code']
	])('code and escaped signs: %s', (text, read) => {
		expect(plainText(text)).toBe(read);
	});
});

it('a text of marks alone is shown as it is', () => {
	expect(plainText('---\n\n***')).toBe('--- ***');
});

it('it is one line', () => {
	expect(plainText('a\n\n\tb \u00a0c')).toBe('a b c');
});

it('a link that is cut where the text ends shows no address', () => {
	expect(plainText('Go [there](https://a.example/xxx')).toBe('Go there');
});

it('takes no longer than a moment for any text', () => {
	for (const piece of ['[', '**a', '`', '](', '_', '<http:', '\\', '![a](', '~~a ', '> ', '- ', '|', '``a']) {
		const began = performance.now();
		plainText(piece.repeat(320));
		expect(performance.now() - began, piece).toBeLessThan(50);
	}
});
