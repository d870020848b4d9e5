import type { Column, Row } from '../report/rows.js';
import { automerge } from './automerge.js';
import { loro, textbook } from './loro.js';
import { perch } from './perch.js';
import { yjsStack } from './yjs.js';

const CONTESTANTS = [perch, yjsStack, automerge, textbook, loro];

/** The figures of those who have one. */
export type Figures = Partial<Record<Column, number>>;

/** What is to be stayed within, and what the table says of it. */
export interface Goal {
	readonly limit: number;
	readonly target: string;
}

/** What is found of each of those who do what is measured. */
export async function each<T>(
	measure: (contestant: (typeof CONTESTANTS)[number]) => Promise<T | undefined>
): Promise<ReadonlyMap<Column, T>> {
	const found = new Map<Column, T>();
	for (const contestant of CONTESTANTS) {
		const value = await measure(contestant);
		if (value !== undefined) found.set(contestant.column, value);
	}
	return found;
}

export function picked<T>(values: ReadonlyMap<Column, T>, pick: (value: T) => number | undefined): Figures {
	return Object.fromEntries([...values].map(([column, value]) => [column, pick(value)]));
}

/** The row of a number that was counted. */
export function row(what: string, figures: Figures, goal?: Goal): Row {
	const met = goal === undefined ? undefined : (figures.perch ?? NaN) <= goal.limit;
	return { what, unit: '', ...figures, target: goal?.target, met };
}
