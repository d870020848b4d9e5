import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { seeded } from '../fuzz/random.js';

/** Recorded histories are not part of the repository; they are used where they lie beside it. */
const TRACES = fileURLToPath(new URL('../../../shared/traces/', import.meta.url));

/** One splice: where, how many UTF-16 units are deleted, what is inserted. */
export type Splice = readonly [from: number, deleted: number, insert: string];

/** A history of one writer. */
export interface RecordedTyping {
	/** Where it is from: a recording, or the generator that stands in for it. */
	readonly title: string;
	readonly transactions: readonly (readonly Splice[])[];
	readonly endContent: string;
}

interface Trace {
	readonly startContent: string;
	readonly endContent: string;
	readonly txns: readonly { readonly patches: readonly Splice[] }[];
}

/** The recorded typing of a Svelte component (18,335 edits), else as many generated edits. */
export function loadSveltecomponent(): RecordedTyping {
	return load('sveltecomponent', 18_335);
}

/** The recorded writing of a paper of 105 KB (259,778 edits), else as many generated edits. */
export function loadAutomergePaper(): RecordedTyping {
	return load('automerge-paper', 259_778);
}

function load(title: string, edits: number): RecordedTyping {
	const file = `${TRACES}${title}.json.gz`;
	if (!existsSync(file)) return generateTyping(edits);
	const trace = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Trace;
	// The trace counts code points; it holds none beyond the basic plane, where both counts are one.
	if (/[\ud800-\udfff]/.test(JSON.stringify(trace)))
		throw new Error('the trace needs its positions converted');
	return {
		title,
		transactions: trace.txns.map(({ patches }) => patches),
		endContent: trace.endContent
	};
}

/** Typing as people do it: words, slips taken back, and jumps to mend an earlier place. Always the same. */
function generateTyping(edits: number): RecordedTyping {
	const random = seeded(2026);
	const transactions: Splice[][] = [];
	let text = '';
	let caret = 0;
	while (transactions.length < edits) {
		if (random.chance(0.01)) caret = random.int(text.length + 1);
		const backspace = caret > 0 && random.chance(0.08);
		const letter = random.chance(0.17) ? ' ' : random.pick('etaoinshrdlu\n'.split(''));
		const splice: Splice = backspace ? [caret - 1, 1, ''] : [caret, 0, letter];
		const [from, deleted, insert] = splice;
		text = text.slice(0, from) + insert + text.slice(from + deleted);
		caret = from + insert.length;
		transactions.push([splice]);
	}
	return { title: `generated typing, ${edits} edits`, transactions, endContent: text };
}
