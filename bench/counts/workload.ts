import { loadSveltecomponent, type Splice } from '../../tests/support/recorded-typing.js';

/** Edits that each side makes while the two are apart. */
export const EDITS_APART = 1_000;

/** A quick run takes only so much of the history. */
const QUICK_EDITS = 4_000;

/** What all are given to do: the same splices, in UTF-16 units. */
export interface Workload {
	readonly title: string;
	/** The history of a note that one person wrote. */
	readonly history: readonly Splice[];
	/** What two who have that note do while they are apart. */
	readonly apart: readonly [readonly Splice[], readonly Splice[]];
}

export function loadWorkload(isQuick: boolean): Workload {
	const { title, transactions } = loadSveltecomponent();
	const all = transactions.flat();
	const edits = isQuick ? all.slice(0, QUICK_EDITS) : all;
	const first = edits.length - 2 * EDITS_APART;
	const history = edits.slice(0, first);
	const length = history.reduce((sum, [, deleted, insert]) => sum + insert.length - deleted, 0);
	return {
		title: `${title}, ${history.length} edits`,
		history,
		apart: [
			within(edits.slice(first, first + EDITS_APART), length),
			within(edits.slice(first + EDITS_APART), length)
		]
	};
}

/** The splices, moved so that each is within a text that has this length before the first. */
export function within(splices: readonly Splice[], length: number): Splice[] {
	let now = length;
	return splices.map(([wantedFrom, wantedDeleted, insert]) => {
		const from = Math.min(wantedFrom, now);
		const deleted = Math.min(wantedDeleted, now - from);
		now += insert.length - deleted;
		return [from, deleted, insert] as const;
	});
}
