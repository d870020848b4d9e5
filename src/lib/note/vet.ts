import { LoroDoc, type JsonChange, type OpId } from 'loro-crdt';
import { equalBytes } from '../util/bytes.js';
import { contentDigest } from './digest.js';
import { updateBeyond, versionOf } from './doc-version.js';
import { versionBeyond, type LoroPeerId, type Version } from './version.js';

/** How Loro says that one frontier is contained in another, which has more. */
const BEFORE = -1;

/** An operation as Loro tells it in JSON, with the container that it changes. */
export type Operation = JsonChange['ops'][number];

/** What came in is not what a document of this kind is made of, or could not be told or stored as it is. */
export class UnfitUpdateError extends Error {
	override readonly name = 'UnfitUpdateError';
}

/**
 * Makes sure that what a document just took in from a peer can be passed on, stored and loaded again. Loro 1.17 takes
 * some forged updates whose export it then refuses, traps on, or reads otherwise: passed on, they would get honest peers
 * to drop each other; stored, they would cost the note.
 *
 * What is exported as it came in was read by this very document, and so can be read by others. Anything else, which is
 * rare among honest peers, is put to the test in documents of its own. And whatever came in must consist of operations
 * that `isFit` knows.
 *
 * @returns what came in beyond `before`, as one update
 * @throws UnfitUpdateError, or what Loro throws; the document must not be used any more then.
 */
export function vetted(
	doc: LoroDoc,
	before: Version,
	received: Uint8Array,
	isFit: (operation: Operation) => boolean
): Uint8Array {
	const update = updateBeyond(doc, before);
	if (!equalBytes(update, received)) assertReadable(doc, before, update);
	for (const change of changesBeyond(doc, before)) {
		for (const operation of change.ops) {
			if (!isFit(operation)) throw new UnfitUpdateError(`an operation on ${operation.container}`);
		}
	}
	return update;
}

/**
 * Makes sure that every change knows of the one before it of the same Loro peer, as of whoever knows what they wrote. Loro
 * 1.17 takes a forged one that does not, and gives it a Lamport time by its dependencies alone. Once the two stand in one block,
 * in an export for somebody who lacks both or from a document that read them in another order, it traps on a time that goes
 * back, or refuses what it gave out itself.
 *
 * Where two programs wrote under one Loro peer id and their histories were mixed (mend.ts), there may be such changes
 * without anybody meaning harm.
 *
 * @throws UnfitUpdateError
 */
export function assertPredecessorsKnown(doc: LoroDoc, before: Version): void {
	for (const { id, deps } of changesBeyond(doc, before)) {
		const { peer, counter } = operationId(id);
		if (counter === 0) continue;
		const predecessor: OpId = { peer, counter: counter - 1 };
		const known = deps.map(operationId);
		if (known.some((dep) => dep.peer === peer && dep.counter === predecessor.counter)) continue;
		if (doc.cmpFrontiers([predecessor], known) === BEFORE) continue;
		throw new UnfitUpdateError(`a change that does not know of the one before it: ${id}`);
	}
}

function operationId(text: string): OpId {
	const [counter = '', peer = ''] = text.split('@');
	return { peer: peer as LoroPeerId, counter: Number(counter) };
}

function exportUpTo(doc: LoroDoc, version: Version): Uint8Array {
	const spans = [...version].map(([peer, length]) => ({ id: { peer, counter: 0 }, len: length }));
	return doc.export({ mode: 'updates-in-range', spans });
}

/** By one who has what was there before, and by one who has nothing; and to both it says what it says here. */
function assertReadable(doc: LoroDoc, before: Version, update: Uint8Array): void {
	const passedOn = new LoroDoc();
	if (before.size > 0) passedOn.import(exportUpTo(doc, before));
	passedOn.import(update);
	const stored = LoroDoc.fromSnapshot(doc.export({ mode: 'snapshot' }));
	const digest = contentDigest(doc);
	for (const copy of [passedOn, stored]) {
		if (copy.opCount() !== doc.opCount()) throw new UnfitUpdateError('operations get lost on the way');
		if (!equalBytes(contentDigest(copy), digest))
			throw new UnfitUpdateError('the content changes on the way');
		// What is read lazily is read now.
		Array.from(changesBeyond(copy, before));
		copy.free();
	}
}

function* changesBeyond(doc: LoroDoc, before: Version): Generator<JsonChange> {
	for (const [peer, end] of versionBeyond(versionOf(doc), before)) {
		const counter = before.get(peer) ?? 0;
		yield* doc.exportJsonInIdSpan({ peer, counter, length: end - counter });
	}
}
