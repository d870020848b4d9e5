import { fenceAfter, type OpenFence } from '../../markup/fences.js';
import { MAX_HEADING_LENGTH } from './limits.js';
import { plainHeading } from './plain-heading.js';

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

/** A heading of a note. */
export interface Heading {
	readonly level: HeadingLevel;
	/** As it reads, without marks. */
	readonly text: string;
	/** Where its line begins, in UTF-16 units. */
	readonly at: number;
}

const ATX = /^\s*(#{1,6})(?:[ \t]+(.*))?$/;
const CLOSING_MARKS = /(?:^|[ \t]+)#+[ \t]*$/;
const UNDERLINE = /^\s*(?:(=+)|-+)[ \t]*$/;
/** A quote or an item: lines without an empty one before them may belong to it. */
const CONTAINER = /^(?:\s*(?:>|[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)))+/;
const RULE = /^\s*(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/;

/** A paragraph that may turn out to be a heading by the line below it. */
interface Paragraph {
	readonly at: number;
	text: string;
}

/**
 * The headings of a text that may be read by itself, as sections can (findSectionEnd): by its lines, as to parse 10 MB takes 20 times as long.
 * Those in quotes, items, code and comments are none.
 * @param fence What code block the text begins in.
 */
export function scanHeadings(text: string, fence: OpenFence): Heading[] {
	const headings: Heading[] = [];
	let open = fence;
	let isComment = false;
	let isContained = false;
	let paragraph: Paragraph | undefined;
	for (let at = 0; at < text.length;) {
		const start = at;
		const lineEnd = text.indexOf('\n', start);
		const end = lineEnd === -1 ? text.length : lineEnd;
		at = end + 1;
		const line = text.slice(start, end);
		const before = open;
		open = fenceAfter(open, line);
		if (open !== '' || before !== '') {
			paragraph = undefined;
			isContained = false;
			continue;
		}
		if (isComment || line.startsWith('<!--')) {
			isComment = !line.includes('-->');
			paragraph = undefined;
			continue;
		}
		if (line.trim() === '') {
			paragraph = undefined;
			isContained = false;
			continue;
		}
		const [, marks, rest = ''] = ATX.exec(line) ?? [];
		if (marks !== undefined) {
			headings.push(heading(marks.length, rest.replace(CLOSING_MARKS, ''), start));
			paragraph = undefined;
			isContained = false;
			continue;
		}
		const underline = paragraph === undefined ? null : UNDERLINE.exec(line);
		if (paragraph !== undefined && underline !== null) {
			headings.push(heading(underline[1] === undefined ? 2 : 1, paragraph.text, paragraph.at));
			paragraph = undefined;
		} else if (RULE.test(line)) {
			paragraph = undefined;
			isContained = false;
		} else if (CONTAINER.test(line)) {
			paragraph = undefined;
			const within = line.replace(CONTAINER, '');
			isContained = within.trim() !== '' && !ATX.test(within) && !RULE.test(within);
		} else if (paragraph !== undefined) {
			if (paragraph.text.length < MAX_HEADING_LENGTH) paragraph.text += ` ${line.trim()}`;
		} else if (!isContained) paragraph = { at: start, text: line.slice(0, 2 * MAX_HEADING_LENGTH) };
	}
	return headings;
}

function heading(level: number, text: string, at: number): Heading {
	return { level: level as HeadingLevel, text: plainHeading(text), at };
}
