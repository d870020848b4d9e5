import { describe, expect, it } from 'vitest';
import { excerptsOf, hitsIn } from '$lib/search/excerpts.js';
import { fold, foldLine } from '$lib/search/fold.js';
import { wordsOf } from '$lib/search/query.js';
import { stampsOf } from '$lib/search/stamp.js';
import { matches, TextIndex } from '$lib/search/text-index.js';
import { seeded } from '../../fuzz/random.js';

const found = (query: string, text: string) => matches(wordsOf(query), '', fold(text)) !== undefined;

describe('S50 what is looked for is found', () => {
	it.each([
		['cafe', 'Café'],
		['CAFÉ', 'cafe'],
		['cafe', 'Cafe\u0301'],
		['strasse', 'Straße'],
		['STRASSE', 'straße'],
		['ærø', 'AERO'],
		['istanbul', 'İstanbul'],
		['ισως', 'ΊΣΩΣ'],
		['ёлка', 'елка'],
		['東京', '私は東京都に住む'],
		['京都', '東京都'],
		['abc', 'ＡＢＣ'],
		['한', '한국어'],
		['שלום', 'שָׁלוֹם'],
		['محمد', 'مُحَمَّد'],
		["don't", 'don’t'],
		['ee', 'trees'],
		['tree path', 'the path by the tree'],
		['"old path"', 'the old path'],
		['🌳', 'a 🌳 here']
	])('%s in %s', (query, text) => expect(found(query, text)).toBe(true));

	it.each([
		['"old path"', 'the path is old'],
		['tree wall', 'the tree'],
		['かき', 'がき'],
		['की', 'का']
	])('%s not in %s', (query, text) => expect(found(query, text)).toBe(false));

	it('what stands in quotes that are not closed counts, and nothing is asked by spaces and quotes alone', () => {
		expect(wordsOf('"old path')).toEqual(['old path']);
		expect(wordsOf('  "" " ')).toEqual([]);
		expect(wordsOf('a a A')).toEqual(['a']);
	});
});

it('S50 folding by characters is folding as a whole, and never changes the count of lines', () => {
	const random = seeded(3);
	const letters = [
		'a',
		'É',
		'e\u0301',
		'ß',
		'ﬁ',
		'한',
		'が',
		'\n',
		' ',
		'Σ',
		'İ',
		'🌳',
		'…',
		'Ａ',
		'\u2028',
		'½'
	];
	for (let round = 0; round < 500; round += 1) {
		const text = Array.from({ length: random.int(20) }, () => random.pick(letters)).join('');
		const { text: folded, from } = foldLine(text);
		expect(folded).toBe(fold(text));
		expect(from).toHaveLength(folded.length + 1);
		expect(fold(text).split('\n')).toHaveLength(text.split('\n').length);
	}
});

describe('S50 what was found is shown in its line', () => {
	const text =
		'First line\nThe Café by the straße\nnothing here\ncafé again, and a CAFE\nlast cafe\nmore cafe';

	it('marked, with where it stands in the note', () => {
		const [first, second, third, ...others] = excerptsOf(text, wordsOf('cafe'));
		expect(others).toEqual([]);
		expect(first).toEqual({
			from: text.indexOf('Café'),
			to: text.indexOf('Café') + 4,
			parts: [
				{ text: 'The ', hit: false },
				{ text: 'Café', hit: true },
				{ text: ' by the straße', hit: false }
			]
		});
		expect(second?.parts.filter(({ hit }) => hit).map((part) => part.text)).toEqual(['café', 'CAFE']);
		expect(text.slice(third?.from, third?.to)).toBe('cafe');
		expect(third?.from).toBe(text.indexOf('last cafe') + 5);
	});

	it.each([
		['> - [ ] on **Thursday** with [Ida](https://a.example/thursday)', 'thursday', 'on |Thursday| with Ida'],
		['**a** and _b_, `**c**` d', 'c d', 'a an|d| b, **|c|** |d|'],
		['see [it](https://a.example/way)', 'way', 'see [it](https://a.example/|way|)'],
		['see pear [it](https://a.example/way)', 'way pear', 'see |pear| [it](https://a.example/|way|)'],
		['We leave **on Thursday**', 'thu', 'We leave on |Thu|rsday'],
		['…of the `row 7` and ~~old~~…', 'row', '…of the |row| 7 and old…'],
		['**bold** snake _case_', '_ca', '**bold** snake |_ca|se_'],
		['## Heading', '##', '|##| Heading'],
		['```\n- **code** \\* more\n```', 'code', '- **|code|** \\* more'],
		['```\nlet a;\n```\n## **Head** ##', 'head', '|Head|'],
		['- ```\n  let a;\n  ```\n\n**Head**', 'head', '|Head|'],
		['- ```\n  **a**\n', 'a', '  **|a|**']
	])('without marks, but in code and where only they hold it: %j', (written, query, shown) => {
		const [only] = excerptsOf(written, wordsOf(query));
		expect(only?.parts.map(({ text, hit }) => (hit ? `|${text}|` : text)).join('')).toBe(shown);
		expect(query.split(' ')).toContain(written.slice(only?.from, only?.to).toLowerCase());
	});

	it('a long line is read without the marks around the hit', () => {
		for (const piece of ['**a ', '[', '`', '](', '_a ', '**bold** words, ']) {
			const line = `${piece.repeat(5_000)}the **needle** of it ${piece.repeat(5_000)}`;
			const shown = excerptsOf(line, ['needle'])[0]?.parts ?? [];
			expect(shown.find(({ hit }) => hit)?.text).toBe('needle');
			if (piece.includes('words')) expect(shown.map(({ text }) => text).join('')).not.toContain('*');
		}
	});

	it('each word has its line, also where another has many before', () => {
		const many = `${'a tree\n'.repeat(50)}the quince\n`;
		const lines = excerptsOf(many, wordsOf('tree quince')).map(({ parts }) =>
			parts.map(({ text }) => text).join('')
		);
		expect(lines).toEqual(['a tree', 'a tree', 'the quince']);
	});

	it('a long line is cut around the hit, and offsets stay those of the note', () => {
		const long = `é${'ﬁ wörd '.repeat(30_000)}needle ${'more '.repeat(30_000)}\nend`;
		const [only, ...others] = excerptsOf(`x\n${long}`, ['needle']);
		expect(others).toEqual([]);
		expect(`x\n${long}`.slice(only?.from, only?.to)).toBe('needle');
		const shown = only?.parts.map(({ text }) => text).join('') ?? '';
		expect(shown.length).toBeLessThan(200);
		expect(shown.startsWith('…') && shown.endsWith('…')).toBe(true);
	});

	it('a letter that became two, and one with accents of its own, are marked whole', () => {
		expect(hitsIn('Straße', ['s'])).toEqual([
			{ from: 0, to: 1 },
			{ from: 4, to: 5 }
		]);
		expect(hitsIn('Cafe\u0301s', wordsOf('cafe'))).toEqual([{ from: 0, to: 5 }]);
		expect(hitsIn('aaa bb', ['a', 'aa', 'b'])).toEqual([
			{ from: 0, to: 3 },
			{ from: 4, to: 6 }
		]);
	});
});

it('S50 titles come first, in the order asked for, and what had no room is named', () => {
	const index = new TextIndex(30);
	index.put('a', 'Trees', 'x');
	index.put('b', 'Wall', 'behind the tree');
	index.put('c', 'Tree and wall', '');
	index.put('d', 'Long', 'tree '.repeat(10));
	expect(index.find(['tree'], ['b', 'c', 'a', 'd', 'gone'])).toEqual({
		inTitle: ['c', 'a'],
		inText: ['b'],
		unheld: ['d']
	});
	index.put('b', 'Wall', 'nothing');
	index.delete('a');
	expect(index.find(['tree'], ['a', 'b', 'c'])).toEqual({ inTitle: ['c'], inText: [], unheld: [] });
	for (const id of ['b', 'c', 'd']) index.delete(id);
	expect(index.units).toBe(0);
});

it('S50 typing on, or back, finds what a search from the start finds', () => {
	const random = seeded(11);
	const ids = Array.from({ length: 40 }, (_, at) => String(at));
	const text = () => Array.from({ length: 6 }, () => random.word('abc')).join(' ');
	const index = new TextIndex(900);
	const texts = new Map<string, [string, string]>();
	const put = (id: string) => {
		const said: [string, string] = [random.word('abc'), text()];
		texts.set(id, said);
		index.put(id, ...said);
	};
	ids.forEach(put);
	let query = '';
	for (let key = 0; key < 600; key += 1) {
		if (random.chance(0.05)) put(random.pick(ids));
		query = random.chance(0.25)
			? query.slice(0, random.int(query.length))
			: query + random.pick(['a', 'b', 'c', ' ']);
		const words = wordsOf(query);
		if (words.length === 0) continue;
		const { inTitle, inText, unheld } = index.find(words, ids);
		for (const id of ids) {
			const match = matches(words, ...(texts.get(id) as [string, string]));
			if (unheld.includes(id)) continue;
			expect([inTitle.includes(id), inText.includes(id)]).toEqual([match === 'title', match === 'text']);
		}
	}
});

it('S51 the stamp of a note follows its chunks, in whatever order they are read', () => {
	const key = (note: string, hash: string) => ({ note, kind: 'update' as const, hash: hash.repeat(8) });
	const keys = [key('a', '01234567'), key('a', '89abcdef'), key('b', '01234567')];
	const stamps = stampsOf(keys);
	expect(stampsOf([...keys].reverse())).toEqual(stamps);
	expect(stampsOf([keys[0], keys[2]].filter((k) => k !== undefined)).get('a')).not.toBe(stamps.get('a'));
	expect(stamps.has('c')).toBe(false);
});
