import { ItemLines } from './item-lines.js';

/** The box of an item, of several signs. */
const BOX = /\[(?!X+\])[ xX]{2,}\](?=[ \t])/y;
const ANY_BOX = /\[[ xX]{2,}\][ \t]/;

/**
 * A Markdown text whose tasks have one sign in their box, as other programs know them: people who press a box at the same time leave a sign
 * each (editor/markdown/tasks.ts). Code stays as it is, and so do boxes of capitals alone: no press leaves those.
 */
export function settledBoxes(markdown: string): string {
	if (!ANY_BOX.test(markdown)) return markdown;
	const items = new ItemLines();
	return markdown
		.split('\n')
		.map((line) => {
			const at = items.next(line);
			if (at === undefined) return line;
			BOX.lastIndex = at;
			const box = BOX.exec(line)?.[0];
			if (box === undefined) return line;
			return `${line.slice(0, at)}[${/x/i.test(box) ? 'x' : ' '}]${line.slice(at + box.length)}`;
		})
		.join('\n');
}
