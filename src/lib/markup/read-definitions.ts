import type { Definition } from 'mdast';
import { visit } from 'unist-util-visit';
import { definitionName, definitionsIn } from './definitions.js';
import { MAX_READ_LENGTH } from './limits.js';
import { reader } from './reader.js';

/** What may be a definition, also in quotes and items, and over several lines; a footnote's number begins with a circumflex. */
const MAYBE_DEFINITION = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*\[(?!\^)(?:[^[\]\\]|\\[^\n]){1,999}\]:/m;

/** What would end the line. */
const LINE_ENDS = /[\n\r]/g;

/**
 * The definitions of links in a text, by their names, each as one line that stands at the margin; of several of one name the first.
 * Blocks that may hold one are read as they are rendered; if these are very long, only as far as one line tells.
 *
 * @param blocks The text in pieces, each of which is read as if it stood by itself.
 */
export function readDefinitions(blocks: Iterable<string>): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const add = (name: string, line: string) => found.set(name, found.get(name) ?? line);
	let left = MAX_READ_LENGTH;
	for (const block of blocks) {
		if (!block.includes(']:') || !MAYBE_DEFINITION.test(block)) continue;
		left -= block.length;
		if (left < 0) for (const [name, { line }] of definitionsIn(block, '')) add(name, line);
		else
			visit(reader.parse(block), 'definition', (definition) => {
				add(definitionName(definition.identifier), lineOf(definition));
			});
	}
	return found;
}

function lineOf({ identifier, url, title }: Definition): string {
	const behind = typeof title === 'string' ? ` "${escaped(title)}"` : '';
	return `[${identifier}]: <${escaped(url)}>${behind}`;
}

function escaped(text: string): string {
	return text.replaceAll(/[\\<>"&]/g, '\\$&').replaceAll(LINE_ENDS, (end) => `&#${end.charCodeAt(0)};`);
}
