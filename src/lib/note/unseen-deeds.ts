import type { JsonOp, TextOp } from 'loro-crdt';
import type { DeletedSpan } from './deleters.js';
import type { Note } from './note.js';
import { commonVersion, operationsBeyond, versionBeyond, type LoroPeerId, type Version } from './version.js';

/**
 * Where a text is longer than this, in UTF-16 units, or more was done since all that is compared had one version, is only
 * told who wrote: to compare it would hold the page up for more than about 50 ms. Characters that were written or deleted in one go
 * are an operation each, and one stretch.
 */
export const MAX_COMPARED_LENGTH = 200_000;
export const MAX_COMPARED_OPERATIONS = 20_000;
export const MAX_COMPARED_STRETCHES = 1_000;

/** Nor are the deeds of more Loro peers than this compared. */
const MAX_COMPARED_PEERS = 64;

/** Stretches are counted in parts of so many operations. */
const OPERATIONS_PER_PART = 1_000;

type DeleteOp = Extract<TextOp, { type: 'delete' }>;

/** Which Loro peers wrote, and which deleted. */
export interface Deeds {
	readonly writers: ReadonlySet<LoroPeerId>;
	readonly deleters: ReadonlySet<LoroPeerId>;
	/** What of the text the deleters deleted, and more that was deleted before. */
	readonly deleted: readonly DeletedSpan[];
}

/** What was done beyond a version; undefined where there is too much to be compared. */
export function deedsBeyond(note: Note, now: Version, base: Version, beyond: Version): Deeds | undefined {
	if (note.body.length > MAX_COMPARED_LENGTH || beyond.size > MAX_COMPARED_PEERS) return undefined;
	const ancestor = ancestorOf(note, base, beyond);
	if (operationsBeyond(now, ancestor) > MAX_COMPARED_OPERATIONS) return undefined;
	const writers = new Set<LoroPeerId>();
	const deleters = new Set<LoroPeerId>();
	const deleted: DeletedSpan[] = [];
	let stretches = 0;
	for (const [peer, end] of versionBeyond(now, ancestor)) {
		const known = base.get(peer) ?? 0;
		for (const { counter, container, content } of operationsOf(note, peer, ancestor.get(peer) ?? 0, end)) {
			stretches += 1;
			if (stretches > MAX_COMPARED_STRETCHES) return undefined;
			if (container !== note.body.id) continue;
			if (content.type === 'delete' && 'start_id' in content) deleted.push(spanOf(content, peer));
			if (counter < known) continue;
			(content.type === 'insert' ? writers : deleters).add(peer);
		}
	}
	return { writers, deleters, deleted };
}

/** Loro names the first character of what was deleted, in whatever direction that was. */
function spanOf({ start_id: start, len }: DeleteOp, deleter: LoroPeerId): DeletedSpan {
	const [counter = '', writer = ''] = start.split('@');
	const from = Number(counter);
	return { writer: writer as LoroPeerId, from, to: from + Math.abs(len), deleter };
}

/** The version that all that goes beyond `base` was written on: Loro compares from there. */
function ancestorOf({ doc }: Note, base: Version, beyond: Version): Version {
	let ancestor = base;
	for (const peer of beyond.keys()) {
		const counter = base.get(peer) ?? 0;
		const first = doc.getChangeAt({ peer, counter });
		const deps = first.counter < counter ? [{ peer, counter: counter - 1 }] : first.deps;
		const versionVector = doc.frontiersToVV(deps);
		ancestor = commonVersion(ancestor, versionVector.toJSON());
		versionVector.free();
	}
	return ancestor;
}

/** The operations of a Loro peer from one counter to another, cut where a part ends. */
function* operationsOf({ doc }: Note, peer: LoroPeerId, from: number, to: number): Generator<JsonOp> {
	for (let counter = from; counter < to; counter += OPERATIONS_PER_PART) {
		const length = Math.min(OPERATIONS_PER_PART, to - counter);
		for (const { ops } of doc.exportJsonInIdSpan({ peer, counter, length })) yield* ops;
	}
}
