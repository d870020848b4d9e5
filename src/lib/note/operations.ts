import type { JsonOp, LoroDoc } from 'loro-crdt';
import { commonVersion, type LoroPeerId, type Version } from './version.js';

/** The first operation that two documents know under one id and that is not the same in both, as a canonical text. */
export interface Difference {
	readonly peer: LoroPeerId;
	readonly counter: number;
	readonly own: string;
	readonly other: string;
}

interface Replica {
	readonly doc: LoroDoc;
	version(): Version;
}

/**
 * The first difference between the operations that both documents have, peers taken in ascending order; undefined
 * if there is none, as between all documents that Loro peers of their own have written to. What only one of the two
 * has makes no difference. It reads the whole history: for the case of a fault, not for each exchange.
 */
export function firstDifference(own: Replica, other: Replica): Difference | undefined {
	const common = [...commonVersion(own.version(), other.version())];
	common.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1));
	for (const [peer, length] of common) {
		const from = firstUnequalRun(own.doc, other.doc, peer, length);
		const others = operations(other.doc, peer, from, length);
		let counter = from;
		for (const operation of operations(own.doc, peer, from, length)) {
			const counterpart = others.next().value ?? '';
			if (operation !== counterpart) return { peer, counter, own: operation, other: counterpart };
			counter += 1;
		}
	}
	return undefined;
}

/**
 * Up to which counter the histories agree as Loro has merged them, which is quick to see: a run of operations is as
 * long as a person typed or pasted without a jump. What comes after it may still agree operation by operation.
 */
function firstUnequalRun(own: LoroDoc, other: LoroDoc, peer: LoroPeerId, length: number): number {
	const others = runs(other, peer, length);
	for (const [counter, run] of runs(own, peer, length)) {
		if (others.next().value?.[1] !== run) return counter;
	}
	return length;
}

function* runs(
	doc: LoroDoc,
	peer: LoroPeerId,
	length: number
): Generator<readonly [number, string], undefined> {
	for (const { id, lamport, deps, ops } of doc.exportJsonInIdSpan({ peer, counter: 0, length })) {
		for (const op of ops) yield [op.counter, JSON.stringify([id, lamport, deps, op])];
	}
}

/**
 * Each operation of a peer as a text that is the same however Loro has merged it with its neighbours. The time stamp
 * is left out: it is one for all operations that are merged into a change.
 */
function* operations(
	doc: LoroDoc,
	peer: LoroPeerId,
	from: number,
	end: number
): Generator<string, undefined> {
	if (from >= end) return;
	for (const change of doc.exportJsonInIdSpan({ peer, counter: from, length: end - from })) {
		const first = Number.parseInt(change.id, 10);
		for (const { container, counter, content } of change.ops) {
			let at = counter;
			for (const single of singleOperations(content)) {
				const deps = at === first ? [...change.deps].sort() : [`${at - 1}@${peer}`];
				yield JSON.stringify([at, change.lamport + at - first, deps, container, single]);
				at += 1;
			}
		}
	}
}

/** Takes apart what Loro merges: runs of insertions and of deletions. */
function* singleOperations(content: JsonOp['content']): Generator<unknown, undefined> {
	if (content.type === 'insert' && 'text' in content) {
		let { pos } = content;
		for (const character of content.text) {
			yield ['insert', pos, character];
			pos += 1;
		}
	} else if (content.type === 'delete' && 'start_id' in content) {
		const [start = '', peer] = content.start_id.split('@');
		const count = Math.abs(content.len);
		const backwards = content.len < 0;
		for (let at = 0; at < count; at += 1) {
			const target = Number(start) + (backwards ? count - 1 - at : at);
			yield ['delete', backwards ? content.pos - at : content.pos, `${target}@${peer ?? ''}`];
		}
	} else if (content.type === 'insert' && 'pos' in content && Array.isArray(content.value)) {
		let { pos } = content;
		for (const value of content.value) {
			yield ['insert', pos, value];
			pos += 1;
		}
	} else yield content;
}
