import type { StateCommand } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import {
	removeHeading,
	toggleHeading,
	toggleList,
	toggleQuote
} from '$lib/editor/markdown/block-commands.js';
import { toggleBold, toggleCode, toggleItalic, toggleStrike } from '$lib/editor/markdown/inline-commands.js';
import { indentCode, newLine, outdentCode } from '$lib/editor/markdown/code-lines.js';
import { addressAtCaret, editLink, linkTo } from '$lib/editor/markdown/link-commands.js';
import { continueMarkup, indentItems, outdentItems, removeMark } from '$lib/editor/markdown/list-commands.js';
import { toggleDone } from '$lib/editor/markdown/tasks.js';
import { after, markedText, stateOf, undone } from './support.js';

type Case = readonly [name: string, command: StateCommand, before: string, after: string | undefined];

const INLINE: readonly Case[] = [
	['bold: a selection', toggleBold, 'a ‖b‖ c', 'a **‖b‖** c'],
	['bold: a selection that is bold', toggleBold, 'a **‖b‖** c', 'a ‖b‖ c'],
	['bold: a selection with the marks', toggleBold, 'a ‖**b**‖ c', 'a ‖b‖ c'],
	['bold: a part of what is bold', toggleBold, '**a ‖b‖ c**', 'a ‖b‖ c'],
	['bold: more than what is bold', toggleBold, '‖a **b** c‖', '**‖a b c‖**'],
	['bold: white space at the edges', toggleBold, 'a‖ b ‖c', 'a **‖b‖** c'],
	['bold: nothing but white space', toggleBold, 'a‖  ‖c', 'a‖  ‖c'],
	['bold: the word around the caret', toggleBold, 'a wo‖rd b', 'a **wo‖rd** b'],
	['bold: a caret in what is bold', toggleBold, '**wo‖rd**', 'wo‖rd'],
	['bold: nothing', toggleBold, '‖', '**‖**'],
	['bold: nothing, again', toggleBold, '**‖**', '‖'],
	['bold: the end of the text', toggleBold, 'a ‖', 'a **‖**'],
	['bold: the end of what is bold', toggleBold, '**a‖** b', '**a**‖ b'],
	['bold: several lines', toggleBold, '‖a\n\n- b\n> # c‖', '**‖a**\n\n- **b**\n> # **c‖**'],
	['bold: several lines that are', toggleBold, '‖**a**\n- **b**‖', '‖a\n- b‖'],
	['bold: several lines of which one is', toggleBold, '‖**a**\nb‖', '‖**a**\n**b‖**'],
	['bold: emoji', toggleBold, '‖👩‍👩‍👧‍👦‖', '**‖👩‍👩‍👧‍👦‖**'],
	['italic: a selection', toggleItalic, '‖b‖', '*‖b‖*'],
	['italic: what is bold', toggleItalic, '**‖b‖**', '***‖b‖***'],
	['italic: what is both', toggleItalic, '***‖b‖***', '**‖b‖**'],
	['italic: nothing, within a bold pair', toggleItalic, '**‖**', '***‖***'],
	['strike: a selection', toggleStrike, '‖b‖', '~~‖b‖~~'],
	['code: a selection', toggleCode, '‖b‖', '`‖b‖`'],
	['code: a selection with a backtick', toggleCode, '‖a`b‖', '`` ‖a`b‖ ``']
];

const BLOCKS: readonly Case[] = [
	['heading: a line', toggleHeading(2), 'a‖b', '## a‖b'],
	['heading: an empty line', toggleHeading(1), '‖', '# ‖'],
	['heading: of another level', toggleHeading(1), '### a‖', '# a‖'],
	['heading: of that level', toggleHeading(2), '## a‖', 'a‖'],
	['heading: several lines', toggleHeading(1), '‖a\n\nb‖', '# ‖a\n\n# b‖'],
	['heading: in a quote', toggleHeading(1), '> a‖', '> # a‖'],
	['heading: none', removeHeading, '## a‖', 'a‖'],
	['quote: a line', toggleQuote, 'a‖', '> a‖'],
	['quote: several lines', toggleQuote, '‖a\n\nb‖', '> ‖a\n>\n> b‖'],
	['quote: what is quoted', toggleQuote, '‖> a\n>\n> b‖', '‖a\n\nb‖'],
	['quote: what is quoted twice', toggleQuote, '> > a‖', '> a‖'],
	['bullets: a line', toggleList('bullet'), 'a‖', '- a‖'],
	['bullets: an empty line', toggleList('bullet'), '‖', '- ‖'],
	['bullets: several lines', toggleList('bullet'), '‖a\n\nb‖', '- ‖a\n\n- b‖'],
	['bullets: items', toggleList('bullet'), '‖- a\n- b‖', '‖a\nb‖'],
	['bullets: numbered items', toggleList('bullet'), '‖1. a\n2. b‖', '‖- a\n- b‖'],
	['numbers: lines', toggleList('ordered'), '‖a\nb\nc‖', '1. ‖a\n2. b\n3. c‖'],
	[
		'numbers: nested items',
		toggleList('ordered'),
		'‖- a\n  - b\n  - c\n- d‖',
		'‖1. a\n  1. b\n  2. c\n2. d‖'
	],
	['tasks: a line', toggleList('task'), 'a‖', '- [ ] a‖'],
	['tasks: items', toggleList('task'), '‖- a\n- b‖', '‖- [ ] a\n- [ ] b‖'],
	['tasks: tasks', toggleList('task'), '- [x] a‖', 'a‖'],
	['a selection up to the next line', toggleList('bullet'), '‖a\n‖b', '- ‖a\n‖b'],
	['done: a task', toggleDone, '- [ ] a‖', '- [x] a‖'],
	['done: a task that is', toggleDone, '- [X] a‖', '- [ ] a‖'],
	['done: tasks of which one is', toggleDone, '‖- [x] a\n- [ ] b‖', '‖- [x] a\n- [x] b‖'],
	['done: no task', toggleDone, '- a‖', undefined],
	[
		'done: no task, in more quotes than can be tried in all ways',
		toggleDone,
		`${'> '.repeat(60)}a‖`,
		undefined
	]
];

const LINKS: readonly Case[] = [
	['link: a selection', editLink, 'a ‖b‖ c', 'a [b](‖) c'],
	['link: an address', editLink, '‖https://a.b‖', '[‖](https://a.b)'],
	['link: nothing', editLink, 'a ‖', 'a [‖]()'],
	['link: in a link', editLink, '[a‖](https://a.b)', '[a](‖https://a.b‖)'],
	['paste: an address over a selection', linkTo(' https://a.b/c\n'), 'a ‖b‖', 'a [b](https://a.b/c)‖'],
	['paste: an address with brackets', linkTo('https://a.b/c_(d)'), '‖b‖', '[b](https://a.b/c_%28d%29)‖'],
	['link: brackets', editLink, '‖a [b] c‖', '[a \\[b\\] c](‖)'],
	['paste: over brackets', linkTo('https://a.b'), '‖see [1]‖', '[see \\[1\\]](https://a.b)‖'],
	[
		'paste: over brackets of which one is escaped',
		linkTo('https://a.b'),
		'‖\\[a]‖',
		'[\\[a\\]](https://a.b)‖'
	],
	['link: a picture', editLink, '‖![a](u)‖', '![a](‖u‖)'],
	['link: words and a picture', editLink, '‖[see] ![a [b] c](u)‖', '[\\[see\\] ![a [b] c](u)](‖)'],
	['link: in a picture', editLink, '![a‖](u)', '![a](‖u‖)'],
	['link: words and a link', editLink, '‖see [docs](u)‖', undefined],
	['paste: over words and a link', linkTo('https://a.b'), '‖see [docs](u)‖', undefined],
	['paste: over words and a picture', linkTo('https://a.b'), '‖see ![docs](u)‖', undefined],
	['paste: over brackets in code', linkTo('https://a.b'), '‖`a[0]` [‖', '[`a[0]` \\[](https://a.b)‖'],
	['paste: over a backslash at the end', linkTo('https://a.b'), '‖a\\‖', '[a\\\\](https://a.b)‖'],
	['paste: an address over an address', linkTo('https://a.b'), '‖https://c.d‖', undefined],
	['paste: an address without a selection', linkTo('https://a.b'), 'a‖', undefined],
	['paste: an address over lines', linkTo('https://a.b'), '‖a\nb‖', undefined],
	['paste: an address in code', linkTo('https://a.b'), '```\n‖a‖\n```', undefined],
	['paste: a script', linkTo('javascript:x'), '‖a‖', undefined],
	['paste: words', linkTo('see https://a.b'), '‖a‖', undefined]
];

const ENTER: readonly Case[] = [
	['an item', continueMarkup, '- a‖', '- a\n- ‖'],
	['an item with another mark', continueMarkup, '* a‖', '* a\n* ‖'],
	['a nested item', continueMarkup, '- a\n  - b‖', '- a\n  - b\n  - ‖'],
	['the middle of an item', continueMarkup, '- a‖ b', '- a\n- ‖b'],
	['the beginning of an item', continueMarkup, '- ‖a', '- \n- ‖a'],
	['a task', continueMarkup, '- [x] a‖', '- [x] a\n- [ ] ‖'],
	['a numbered item', continueMarkup, '9. a‖', '9. a\n10. ‖'],
	['a numbered item in the middle', continueMarkup, '1. a‖\n2. b\n3. c', '1. a\n2. ‖\n3. b\n4. c'],
	[
		'a numbered item with nested ones behind',
		continueMarkup,
		'1. a‖\n2. b\n   1. x\n3. c\n\nd\n1. e',
		'1. a\n2. ‖\n3. b\n   1. x\n4. c\n\nd\n1. e'
	],
	['a quote', continueMarkup, '> a‖', '> a\n> ‖'],
	['an item in a quote', continueMarkup, '> - a‖', '> - a\n> - ‖'],
	['an empty item', continueMarkup, '- a\n- ‖', '- a\n‖'],
	['an empty task', continueMarkup, '- [ ] ‖', '‖'],
	['an empty nested item', continueMarkup, '- a\n  - ‖', '- a\n- ‖'],
	['an empty numbered item in the middle', continueMarkup, '1. a\n2. ‖\n3. b', '1. a\n‖\n2. b'],
	['an empty quoted line', continueMarkup, '> a\n> ‖', '> a\n‖'],
	['an empty line quoted twice', continueMarkup, '> > ‖', '> ‖'],
	['a selection', continueMarkup, '- a‖b‖c', '- a\n- ‖c'],
	['emoji', continueMarkup, '- 😀‖', '- 😀\n- ‖'],
	['plain text', continueMarkup, 'a‖', undefined],
	['before the mark', continueMarkup, '‖- a', undefined],
	['a rule', continueMarkup, '- - -‖', undefined],
	['code that looks like an item', continueMarkup, '```\n- a‖\n```', undefined]
];

const NEW_LINE: readonly Case[] = [
	['plain text', newLine, 'a‖', 'a\n‖'],
	['in the middle of words', newLine, 'a‖ b', 'a\n‖b'],
	['between brackets', newLine, 'see [‖] (b)', 'see [\n‖] (b)'],
	['a selection', newLine, 'a‖b\nc‖d', 'a\n‖d'],
	['the beginning of a line', newLine, '‖a', '\n‖a'],
	['before an item', newLine, '‖- a', '\n‖- a'],
	['what belongs to an item', newLine, '- a\n  b‖', '- a\n  b\n  ‖'],
	['an empty line of an item', newLine, '- a\n  b\n  ‖', '- a\n  b\n\n‖'],
	['before what is set in', newLine, '‖  a', '\n  ‖a'],
	['plain code', newLine, '```\nif a:\n    b‖\n```', '```\nif a:\n    b\n    ‖\n```'],
	['code set in by a tab', newLine, '```\n\ta‖\n```', '```\n\ta\n\t‖\n```'],
	['an empty line of code', newLine, '```\n  a\n  ‖\n```', '```\n  a\n\n  ‖\n```'],
	['code in an item', newLine, '- ```\n  a‖', '- ```\n  a\n  ‖'],
	['the marks of code in an item', newLine, '1. ```js‖', '1. ```js\n   ‖'],
	['code in a quote', newLine, '> ```\n>   a‖\n> ```', '> ```\n>   a\n>   ‖\n> ```'],
	['before the marks of a quote around code', newLine, '> ```\n‖> a\n> ```', '> ```\n> \n‖> a\n> ```'],
	['in the marks of a quote around code', newLine, '> ```\n>‖ a\n> ```', '> ```\n> \n‖> a\n> ```'],
	['a selection from before such marks', newLine, '> ```\n‖> a‖b\n> ```', '> ```\n> \n> ‖b\n> ```'],
	['lines of code in a quote', newLine, '> ```\n‖> a\n‖> b\n> ```', '> ```\n> \n> ‖b\n> ```'],
	['code that looks quoted', newLine, '```\n> a‖\n```', '```\n> a\n‖\n```']
];

const CODE: readonly Case[] = [
	['Tab: a line', indentCode, '```\na‖\n```', '```\n  a‖\n```'],
	['Tab: an empty line', indentCode, '```\n‖\n```', '```\n  ‖\n```'],
	['Tab: several lines', indentCode, '```\n‖a\n\nb‖\n```', '```\n  ‖a\n\n  b‖\n```'],
	['Tab: up to the closing marks', indentCode, '```\n‖a\n‖```', '```\n  ‖a\n‖```'],
	['Tab: a line in a quote', indentCode, '> ```\n> a‖\n> ```', '> ```\n>   a‖\n> ```'],
	['Tab: the opening marks', indentCode, '```j‖s\na\n```', undefined],
	['Tab: the closing marks', indentCode, '```\na\n```‖', undefined],
	['Tab: more than code', indentCode, '‖a\n```\nb‖\n```', undefined],
	['Tab: text', indentCode, 'a‖', undefined],
	['Shift-Tab: a line', outdentCode, '```\n    a‖\n```', '```\n  a‖\n```'],
	['Shift-Tab: a tab', outdentCode, '```\n\ta‖\n```', '```\na‖\n```'],
	['Shift-Tab: at the edge', outdentCode, '```\na‖\n```', '```\na‖\n```'],
	['Shift-Tab: text', outdentCode, '  a‖', undefined]
];

const REST: readonly Case[] = [
	['Backspace: at an item’s text', removeMark, '- ‖a', '‖a'],
	['Backspace: at a task’s text', removeMark, '- [x] ‖a', '‖a'],
	['Backspace: at a nested item’s text', removeMark, '- a\n  - ‖b', '- a\n  ‖b'],
	['Backspace: at a quote’s text', removeMark, '> ‖a', '‖a'],
	['Backspace: at an item in a quote', removeMark, '> - ‖a', '> ‖a'],
	['Backspace: in an item', removeMark, '- a‖', undefined],
	['Backspace: with a selection', removeMark, '- ‖a‖', undefined],
	['Backspace: at the text’s beginning', removeMark, '‖a', undefined],
	['Tab: an item', indentItems, '- a\n- b‖', '- a\n  - b‖'],
	['Tab: a first item', indentItems, '- a‖', '- a‖'],
	['Tab: an item below a numbered one', indentItems, '1. a\n2. b‖\n3. c', '1. a\n   1. b‖\n2. c'],
	['Tab: an item with what belongs to it', indentItems, '- a\n- b‖\n  - c\n- d', '- a\n  - b‖\n    - c\n- d'],
	['Tab: several items', indentItems, '- a\n‖- b\n- c‖', '- a\n  ‖- b\n  - c‖'],
	['Tab: an item in a quote', indentItems, '> - a\n> - b‖', '> - a\n>   - b‖'],
	['Tab: plain text', indentItems, 'a‖', undefined],
	['Tab: code', indentItems, '```\n- a\n- b‖\n```', undefined],
	['Shift-Tab: a nested item', outdentItems, '- a\n  - b‖', '- a\n- b‖'],
	['Shift-Tab: a nested numbered item', outdentItems, '1. a\n   1. b‖\n2. c', '1. a\n2. b‖\n3. c'],
	['Shift-Tab: an item at the edge', outdentItems, '- a‖', '- a‖'],
	['Shift-Tab: set in by a tab', outdentItems, '- a\n\t- b‖', '- a\n- b‖'],
	['Shift-Tab: plain text', outdentItems, 'a‖', undefined]
];

const ALL = { INLINE, BLOCKS, LINKS, ENTER, NEW_LINE, CODE, REST };

describe.each(Object.entries(ALL))('%s', (_group, cases) => {
	it.each(cases)('%s', (_name, command, before, expected) => {
		expect(after(before, command)).toBe(expected);
	});
});

describe('undo', () => {
	const changing = Object.values(ALL)
		.flat()
		.filter(
			([, , before, expected]) => expected !== undefined && withoutCarets(before) !== withoutCarets(expected)
		);
	it.each(changing)('takes back in one step %s', (_name, command, before) => {
		expect(undone(before, command)).toBe(markedText(stateOf(before)));
	});
});

function withoutCarets(marked: string): string {
	return marked.replaceAll('‖', '');
}

it.each([
	['in a link', '[a‖](https://a.b/)', 'https://a.b/'],
	['behind a link', '[a](https://a.b/)‖', 'https://a.b/'],
	['in an address', 'at https://a‖.b/ there', 'https://a.b/'],
	['in an address in angle brackets', '<https://a.b/‖>', 'https://a.b/'],
	['beside a link', '[a](https://a.b/) ‖', undefined],
	['in a link of no safe kind', '[a‖](javascript:x)', undefined]
])('the address to open %s', (_where, marked, expected) => {
	expect(addressAtCaret(stateOf(marked))).toBe(expected);
});
