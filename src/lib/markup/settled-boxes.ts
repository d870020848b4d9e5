/** What begins a line with a box of several signs, or with what may begin or end a block of code. */
const BOX_OR_FENCE =
	/^(?<quote>(?:[ \t]*>)*[ \t]*)(?<items>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?:\[(?<signs>(?!X+\])[ xX]{2,})\](?=[ \t])|(?<fence>`{3,}|~{3,})(?<info>[^\n]*))/gm;

/**
 * A Markdown text whose tasks have one sign in their box, as other programs know them: people who press a box at the same time leave a sign
 * each (editor/markdown/tasks.ts). Fenced blocks of code stay as they are, and so do boxes of capitals alone: no press leaves those.
 */
export function settledBoxes(markdown: string): string {
	let open = '';
	return markdown.replaceAll(BOX_OR_FENCE, (whole: string, ...rest: unknown[]) => {
		const { quote = '', items = '', signs, fence = '', info = '' } = rest.at(-1) as Record<string, string>;
		if (signs !== undefined) {
			if (open !== '' || items === '') return whole;
			return `${quote}${items}[${/x/i.test(signs) ? 'x' : ' '}]`;
		}
		if (open === '') open = fence.startsWith('`') && info.includes('`') ? '' : fence;
		else if (items === '' && fence.startsWith(open) && info.trim() === '') open = '';
		return whole;
	});
}
