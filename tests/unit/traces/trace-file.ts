import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { seeded } from '../../fuzz/random.js';

/** What to replace in a text: position and length in code points, and what to put there. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

/** One step of one writer, who had seen what the parents and theirs say: indices of earlier steps. */
export interface Transaction {
	readonly parents: readonly number[];
	readonly agent: number;
	readonly patches: readonly Patch[];
}

/** A recorded history of writing, by one or more at the same time. */
export interface Trace {
	readonly transactions: readonly Transaction[];
	/** Undefined if it is not known: then it is only known that all must end equal. */
	readonly endContent: string | undefined;
	/** Where it comes from, for the title of a test. */
	readonly source: string;
}

interface TraceFile {
	readonly startContent?: string;
	readonly endContent: string;
	readonly txns: readonly {
		readonly parents?: readonly number[];
		readonly agent?: number;
		readonly patches: readonly Patch[];
	}[];
}

/** The recordings of josephg/editing-traces lie beside the repository; undefined if they do not. */
export function readTrace(name: string): Trace | undefined {
	const url = new URL(`../../../../shared/traces/${name}.json.gz`, import.meta.url);
	if (!existsSync(url)) return undefined;
	const file = JSON.parse(gunzipSync(readFileSync(url)).toString('utf8')) as TraceFile;
	const start: readonly Patch[] = [[0, 0, file.startContent ?? '']];
	const transactions = file.txns.map(({ parents, agent = 0, patches }, index): Transaction => ({
		parents: parents ?? (index === 0 ? [] : [index - 1]),
		agent,
		patches: index === 0 ? [...start, ...patches] : patches
	}));
	return { transactions, endContent: file.endContent, source: `the recording ${name}` };
}

/**
 * Two who type at the same time, somewhat as people do: words letter by letter, some letters taken back, now and then
 * another place, and every few words a look at what the other wrote. Lengths are followed for each as if the other's
 * text were not there, so positions stay within what each has.
 */
export function generateTrace(seed: number, length: number): Trace {
	const random = seeded(seed);
	const transactions: Transaction[] = [];
	const last: [number | undefined, number | undefined] = [undefined, undefined];
	const seen: [number | undefined, number | undefined] = [undefined, undefined];
	const own = [0, 0];
	const caret = [0, 0];
	while (transactions.length < length) {
		const agent = random.chance(0.5) ? 1 : 0;
		const other = agent === 0 ? 1 : 0;
		if (random.chance(0.2)) seen[agent] = last[other];
		if (random.chance(0.05)) caret[agent] = random.int((own[agent] ?? 0) + 1);
		for (const letter of `${random.word('abcdeéß€😀')} `.match(/./gu) ?? []) {
			const at = caret[agent] ?? 0;
			const takesBack = at > 0 && random.chance(0.1);
			const parents = [last[agent], seen[agent]].filter((parent) => parent !== undefined);
			const patch: Patch = takesBack ? [at - 1, 1, ''] : [at, 0, letter];
			transactions.push({ parents, agent, patches: [patch] });
			own[agent] = (own[agent] ?? 0) + (takesBack ? -1 : 1);
			caret[agent] = at + (takesBack ? -1 : 1);
			last[agent] = transactions.length - 1;
		}
	}
	return {
		transactions,
		endContent: undefined,
		source: `typing made from seed ${seed}, for the recordings are absent`
	};
}
