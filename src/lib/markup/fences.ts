/** The opening line of a code block that has not ended yet, such as "```"; empty where there is none. */
export type OpenFence = string;

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** What a line leaves open that stands in `open`: itself, if it opens a code block. */
export function fenceAfter(open: OpenFence, text: string): OpenFence {
	const [, marks = '', rest = ''] = FENCE.exec(text) ?? [];
	if (marks === '') return open;
	if (open === '') return marks.startsWith('`') && rest.includes('`') ? '' : marks;
	return marks.startsWith(open) && rest.trim() === '' ? '' : open;
}
