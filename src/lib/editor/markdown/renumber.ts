import { Facet, type EditorState, type Text } from '@codemirror/state';
import type { Splice } from '../splice.js';
import { indentWidth, isItem, numberOf, shapeOf, type LineShape } from './line-shape.js';
import { MAX_RENUMBERED_LINES } from './limits.js';

/**
 * Whether others may be writing in the same text: then the numbers behind a new item stay as they are written. Who made them follow each
 * other before they had heard of each other would leave digits of both, as in `44.`
 */
export const writtenByOthers = Facet.define<() => boolean>();

/** The numbers that a change of some lines of a list calls for: of those lines and, where nobody else writes, of all behind them. */
export function renumberingFor(
	state: EditorState,
	doc: Text,
	firstChanged: number,
	lastChanged: number
): Splice[] {
	const splices = renumbering(doc, firstChanged, lastChanged);
	if (!state.facet(writtenByOthers).some((isSo) => isSo())) return splices;
	const end = doc.line(Math.min(lastChanged, doc.lines)).to;
	return splices.filter(({ to }) => to <= end);
}

/**
 * What makes the numbers of an ordered list follow each other again, from the changed lines on to its end. Lines are
 * counted from 1; what stands above the first changed one stays as it is.
 */
export function renumbering(doc: Text, firstChanged: number, lastChanged: number): Splice[] {
	const splices: Splice[] = [];
	const counts = new Map<number, number>();
	const end = Math.min(doc.lines, lastChanged + MAX_RENUMBERED_LINES);
	for (let number = listStart(doc, firstChanged); number <= end; number += 1) {
		const line = doc.line(number);
		const shape = shapeOf(line.text);
		if (isBlank(shape)) continue;
		const indent = indentWidth(shape);
		if (!isItem(shape)) {
			if (indent > 0) continue;
			if (number > lastChanged) break;
			counts.clear();
			continue;
		}
		for (const deeper of counts.keys()) if (deeper > indent) counts.delete(deeper);
		const own = numberOf(shape.mark);
		if (own === undefined) {
			counts.delete(indent);
			continue;
		}
		const isChanged = number >= firstChanged && number <= lastChanged;
		const before = counts.get(indent);
		const wanted = before === undefined ? (isChanged && indent > 0 ? 1 : own) : before + 1;
		const kept = number < firstChanged ? own : wanted;
		counts.set(indent, kept);
		if (kept === own) continue;
		const from = line.from + shape.quote.length + shape.indent.length;
		splices.push({ from, to: from + digitsOf(shape.mark), insert: String(kept) });
	}
	return splices;
}

/** The first line of the list that a line is in. */
function listStart(doc: Text, line: number): number {
	let start = line;
	const end = Math.max(1, line - MAX_RENUMBERED_LINES);
	for (let number = line - 1; number >= end; number -= 1) {
		const shape = shapeOf(doc.line(number).text);
		if (isBlank(shape)) continue;
		if (!isItem(shape) && indentWidth(shape) === 0) break;
		start = number;
	}
	return start;
}

function isBlank({ mark, text }: LineShape): boolean {
	return mark === '' && text.trim() === '';
}

function digitsOf(mark: string): number {
	return /^\d*/.exec(mark)?.[0].length ?? 0;
}
