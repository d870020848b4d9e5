import { expect, it } from 'vitest';
import { fromMarkdown, toMarkdown } from '$lib/note/markdown-file.js';

it.each([
	[{ title: 'Letter', text: 'Dear Sir' }, '# Letter\n\nDear Sir'],
	[{ title: 'Letter', text: '' }, '# Letter\n\n'],
	[{ title: '', text: 'Dear Sir' }, 'Dear Sir'],
	[{ title: 'Letter', text: '# Letter\n\nDear Sir' }, '# Letter\n\nDear Sir'],
	[{ title: 'Letter', text: '\n## Letter \nDear Sir' }, '\n## Letter \nDear Sir'],
	[{ title: 'Letter', text: 'Letter\nDear Sir' }, 'Letter\nDear Sir'],
	[{ title: 'Letter', text: 'Letters' }, '# Letter\n\nLetters']
])('S27 writes %j as %j', (note, file) => {
	expect(toMarkdown(note)).toBe(file);
});

it.each([
	['- [xx] milk', '- [x] milk'],
	['  12. [X ] milk\n> - [  ] bread', '  12. [x] milk\n> - [ ] bread'],
	['- - [xX]\tmilk', '- - [x]\tmilk'],
	['- [XXX] mend this', '- [XXX] mend this'],
	['- [x] milk\n- [xx]milk\n[xx] milk\n- a [xx] b', '- [x] milk\n- [xx]milk\n[xx] milk\n- a [xx] b'],
	['```\n- [xx] a\n- ```\n```\n- [xx] b', '```\n- [xx] a\n- ```\n```\n- [x] b'],
	['- ~~~~ md\n  - [xx] a\n  ~~~\n  ~~~~\n- [xx] b', '- ~~~~ md\n  - [xx] a\n  ~~~\n  ~~~~\n- [x] b'],
	['``` a`b`\n- [xx] c', '``` a`b`\n- [x] c'],
	['words\n\n    - [xx] code\n\n- [xx] a', 'words\n\n    - [xx] code\n\n- [x] a'],
	['-     [xx] code\n\n\t- [xx] a', '-     [xx] code\n\n\t- [x] a'],
	['- a\n    - [xx] b\n\t\t- [xx] c', '- a\n    - [x] b\n\t\t- [x] c'],
	[
		'- a\n\n      - [xx] code\n\nwords\n    - [xx] words',
		'- a\n\n      - [xx] code\n\nwords\n    - [xx] words'
	],
	['1. a\nlazy\n   - [xx] b\n# c\n    - [xx] code', '1. a\nlazy\n   - [x] b\n# c\n    - [xx] code'],
	['1.  > - [xx] a\n    > - [xx] b\n>     - [xx] code', '1.  > - [x] a\n    > - [x] b\n>     - [xx] code'],
	['- ```\n  - [xx] code\n- [xx] a', '- ```\n  - [xx] code\n- [x] a'],
	['words\n12. [xx] words\n\n12. [xx] a', 'words\n12. [xx] words\n\n12. [x] a'],
	['* * *\n      - [xx] code', '* * *\n      - [xx] code']
])('S27 writes boxes that several pressed at once with one sign: %j', (text, written) => {
	expect(toMarkdown({ title: '', text })).toBe(written);
});

it('S27 marks without end do not hold a file up', () => {
	for (const text of ['> '.repeat(100_000), ' '.repeat(100_000), '- '.repeat(100_000), '`'.repeat(100_000)])
		for (const written of [text, `${text}\n${'\n'.repeat(100_000)}- [xx]`])
			expect(toMarkdown({ title: '', text: written })).toBe(written);
});

it.each([
	['# Letter\n\nDear Sir', { title: 'Letter', text: 'Dear Sir' }],
	['\n\n#\tLetter  \nDear Sir', { title: 'Letter', text: 'Dear Sir' }],
	['# Letter\n\n\nDear Sir', { title: 'Letter', text: '\nDear Sir' }],
	['# Letter', { title: 'Letter', text: '' }],
	['Dear Sir\n\n## Why I write', { title: 'Why I write', text: 'Dear Sir\n\n## Why I write' }],
	['```sh\n# comment\n```\n### Real', { title: 'Real', text: '```sh\n# comment\n```\n### Real' }],
	['``` a `b`\n## Real', { title: 'Real', text: '``` a `b`\n## Real' }],
	['````\n```\n# comment\n````\n## Real', { title: 'Real', text: '````\n```\n# comment\n````\n## Real' }],
	['#tag, no heading', { title: 'file', text: '#tag, no heading' }],
	['', { title: 'file', text: '' }],
	[
		`# ${'long '.repeat(100)}\ntext`,
		{ title: 'long '.repeat(100).trim(), text: `# ${'long '.repeat(100)}\ntext` }
	]
])('S27 reads %j as %j', (file, note) => {
	expect(fromMarkdown(file, 'file')).toEqual(note);
});

it.each(['plain', '\nbegins blank', '\n\n\nthree', '# Heading\n\ntext', '', 'ends\n', '- a\n- b\n'])(
	'S27 a note with a title and the text %j comes back the same',
	(text) => {
		const note = { title: 'C # and more', text };
		expect(fromMarkdown(toMarkdown(note), 'x')).toEqual(note);
	}
);
