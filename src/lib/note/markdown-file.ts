import { fenceAfter, type OpenFence } from '../markup/fences.js';
import { settledBoxes } from '../markup/settled-boxes.js';
import { MAX_TITLE_LENGTH } from './schema.js';

/** What a Markdown file and a note have in common. */
export interface TitledText {
	/** Empty if there is none. */
	readonly title: string;
	readonly text: string;
}

/** A file that begins with a heading of the first level; the blank line behind it belongs to it. */
const LEADING_HEADING = /^\n*#[ \t]+(?<title>[^\n]*\S)[ \t]*(?:\n(?:[ \t]*\n)?|$)/;
const HEADING = /^ {0,3}#{1,6}[ \t]+(?<title>.*\S)/;

/**
 * A note as a Markdown file. A file loses its name easily, so the title stands in the text: as a heading above it,
 * unless the text begins with the title already. A task's box has one sign in it, however many people pressed it at once.
 */
export function toMarkdown({ title, text: written }: TitledText): string {
	const wanted = title.trim();
	const text = settledBoxes(written);
	if (wanted === '') return text;
	const firstLine = text.trimStart().split('\n', 1)[0] ?? '';
	const heading = HEADING.exec(firstLine)?.groups?.['title'] ?? firstLine.trim();
	return heading === wanted ? text : `# ${wanted}\n\n${text}`;
}

/**
 * A Markdown file as a note, the other way round. A heading that the file begins with becomes the title and leaves the
 * text, where it would stand twice. Else the title is the first heading, or `fileTitle` if there is none, and the text
 * is all of the file.
 */
export function fromMarkdown(file: string, fileTitle: string): TitledText {
	const leading = LEADING_HEADING.exec(file);
	const title = leading?.groups?.['title'];
	// A longer one would be cut.
	if (leading !== null && title !== undefined && title.length <= MAX_TITLE_LENGTH) {
		return { title, text: file.slice(leading[0].length) };
	}
	return { title: firstHeading(file) ?? fileTitle, text: file };
}

/** Not one in a block of code, where `#` begins a comment. */
function firstHeading(file: string): string | undefined {
	let open: OpenFence = '';
	for (const line of file.split('\n')) {
		open = fenceAfter(open, line);
		const title = open !== '' ? undefined : HEADING.exec(line)?.groups?.['title'];
		if (title !== undefined) return title;
	}
	return undefined;
}
