/** The marks of a code block that has not ended yet, such as "```"; empty where there is none. */
export type OpenFence = string;

/** The marks of a fence, wherever a line has them: to be made a part of a pattern. */
export const FENCE_MARKS = '`{3,}|~{3,}';

const FENCE = new RegExp(`^ {0,3}(${FENCE_MARKS})(.*)$`);
/**
 * What is left open in `open` by the marks of a fence and what follows them in their line, by CommonMark: such marks begin a block of code,
 * but backticks none if others follow; and they end one of the same sign that was begun by no more of them, if nothing follows.
 */
export function fenceWith(open: OpenFence, marks: string, rest: string): OpenFence {
	if (open === '') return marks.startsWith('`') && rest.includes('`') ? '' : marks;
	return marks.startsWith(open) && rest.trim() === '' ? '' : open;
}

/** What a line leaves open that stands in `open`: itself, if it opens a code block. */
export function fenceAfter(open: OpenFence, text: string): OpenFence {
	const [, marks = '', rest = ''] = FENCE.exec(text) ?? [];
	return marks === '' ? open : fenceWith(open, marks, rest);
}
