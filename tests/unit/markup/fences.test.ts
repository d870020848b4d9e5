import { expect, it } from 'vitest';
import { fenceAfter, fenceAt } from '$lib/markup/fences.js';

it.each([
	['', '```js', '```'],
	['', '   ~~~~ a `b`', '~~~~'],
	['', '    ```', ''],
	['', '``` a`b', ''],
	['', '``', ''],
	['```', '````  ', ''],
	['```', '``` js', '```'],
	['````', '```', '````'],
	['```', '~~~', '```'],
	['~~~', '~~~', '']
])('CommonMark 4.5: in %j the line %j leaves %j open', (open, line, left) => {
	expect(fenceAfter(open, line)).toBe(left);
});

it('a place stands in the block of code that was begun before it and has not ended', () => {
	const text = 'a\n> ```\n> b\n> ```\nc\n\t~~~\nd';
	expect(['a', 'b', 'c', 'd'].map((word) => fenceAt(text, text.indexOf(word)))).toEqual([
		'',
		'```',
		'',
		'~~~'
	]);
});
