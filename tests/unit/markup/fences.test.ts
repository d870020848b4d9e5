import { expect, it } from 'vitest';
import { fenceAfter } from '$lib/markup/fences.js';

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
