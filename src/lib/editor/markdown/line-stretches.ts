import type { Text } from '@codemirror/state';
import type { Stretch } from '../splice.js';

/** The lines that a stretch is in, as a whole. */
export function wholeLines(doc: Text, { from, to }: Stretch): Stretch {
	return { from: doc.lineAt(from).from, to: doc.lineAt(to).to };
}

/** What is in both; its end is before its beginning if that is nothing. */
export function common(a: Stretch, b: Stretch): Stretch {
	return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

/** What is left of some lines without others. */
export function without(within: Stretch, lines: readonly Stretch[]): readonly Stretch[] {
	let { from } = within;
	const parts: Stretch[] = [];
	for (const line of lines) {
		if (line.to < from || line.from > within.to) continue;
		if (line.from > from) parts.push({ from, to: line.from - 1 });
		from = line.to + 1;
	}
	if (from <= within.to) parts.push({ from, to: within.to });
	return parts;
}
