import type { Line, Text } from '@codemirror/state';
import type { Stretch } from '../markdown/marks.js';

/**
 * The lines around an offset up to the next empty ones; an empty line is by itself. No further than `within`, so that a text without
 * empty lines is not read as a whole; at least the offset's own line.
 */
export function paragraphAt(doc: Text, at: number, within: Stretch): Stretch {
	const line = doc.lineAt(at);
	if (isEmpty(line)) return { from: line.from, to: line.to };
	let [first, last] = [line, line];
	while (first.from > within.from) {
		const before = doc.line(first.number - 1);
		if (isEmpty(before)) break;
		first = before;
	}
	while (last.to < within.to) {
		const after = doc.line(last.number + 1);
		if (isEmpty(after)) break;
		last = after;
	}
	return { from: first.from, to: last.to };
}

function isEmpty({ text }: Line): boolean {
	return text.trim() === '';
}
