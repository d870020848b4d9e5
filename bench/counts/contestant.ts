import type { Splice } from '../../tests/support/recorded-typing.js';
import type { Column } from '../report/rows.js';
import type { Workload } from './workload.js';

/** What one key of one person costs. */
export interface KeyCost {
	/** From the one who types. */
	readonly messages: number;
	readonly bytes: number;
	/** From the other one, such as receipts. */
	readonly bytesBack: number;
}

export interface StorageCost {
	readonly bytesStored: number;
	/** On the way there; undefined for what is written only once. */
	readonly bytesWritten?: number;
	readonly transactions?: number;
}

/** Somebody who syncs and stores notes. What they do not do is undefined. */
export interface Contestant {
	readonly column: Column;
	/** What a key costs on average, so many milliseconds after the last, in a note with this history. */
	keys(history: readonly Splice[], keys: string, everyMs: number): Promise<KeyCost | undefined>;
	/** How many bytes go both ways until two who were apart are equal. */
	reconnect(workload: Workload): Promise<number | undefined>;
	/** What is stored of a history that is typed at ten edits each 100 ms. */
	storage(history: readonly Splice[]): Promise<StorageCost | undefined>;
}

/** Where two that are to be equal are not, a figure would mean nothing. */
export function assertEqual(a: string, b: string, who: string): void {
	if (a !== b) throw new Error(`${who}: the two texts differ`);
}
