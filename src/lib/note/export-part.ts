import type { Change, LoroDoc } from 'loro-crdt';
import { mergeVersions, operationsBeyond, versionBeyond, type LoroPeerId, type Version } from './version.js';

/** A part of a history as one Loro update. */
export interface UpdatePart {
	readonly bytes: Uint8Array;
	/** Where one who had `from` is once the part is imported. */
	readonly end: Version;
}

/** The next operations of one Loro peer: where they begin, and the change that they stand in. */
interface Cursor {
	readonly peer: LoroPeerId;
	readonly counter: number;
	readonly lamport: number;
	/** How many operations of the same change follow, this one included. */
	readonly length: number;
}

/**
 * The first `maxOperations` operations beyond `from`, as an update that waits for nothing once `from` is there.
 *
 * Changes go in the order of their Lamport times: whatever a change depends on has a lesser one (Lamport, "Time,
 * Clocks, and the Ordering of Events", 1978), and within a change each operation depends on the one before.
 */
export function exportPart(
	doc: LoroDoc,
	version: Version,
	from: Version,
	maxOperations: number
): UpdatePart | undefined {
	const lacking = versionBeyond(version, from);
	if (operationsBeyond(lacking, from) <= maxOperations) return undefined;
	const cursors = [...lacking.keys()].map((peer) => cursorAt(doc, peer, from.get(peer) ?? 0));
	cursors.sort(laterFirst);
	const end = new Map<LoroPeerId, number>();
	for (let left = maxOperations; left > 0;) {
		const cursor = cursors.pop();
		if (cursor === undefined) break;
		const taken = Math.min(left, cursor.length);
		left -= taken;
		const reached = cursor.counter + taken;
		end.set(cursor.peer, reached);
		if (left > 0 && reached < (version.get(cursor.peer) ?? 0)) {
			insert(cursors, cursorAt(doc, cursor.peer, reached));
		}
	}
	const spans = [...end].map(([peer, reached]) => {
		const counter = from.get(peer) ?? 0;
		return { id: { peer, counter }, len: reached - counter };
	});
	return { bytes: doc.export({ mode: 'updates-in-range', spans }), end: mergeVersions(from, end) };
}

function cursorAt(doc: LoroDoc, peer: LoroPeerId, counter: number): Cursor {
	const change: Change = doc.getChangeAt({ peer, counter });
	const passed = counter - change.counter;
	return { peer, counter, lamport: change.lamport + passed, length: change.length - passed };
}

function laterFirst(a: Cursor, b: Cursor): number {
	return b.lamport - a.lamport;
}

/** Keeps the order of `laterFirst`. */
function insert(cursors: Cursor[], cursor: Cursor): void {
	let low = 0;
	let high = cursors.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((cursors[middle]?.lamport ?? 0) > cursor.lamport) low = middle + 1;
		else high = middle;
	}
	cursors.splice(low, 0, cursor);
}
