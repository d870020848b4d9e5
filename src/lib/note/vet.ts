import { LoroDoc, type JsonChange } from 'loro-crdt';
import { equalBytes } from '../util/bytes.js';
import { contentDigest } from './digest.js';
import { updateBeyond, versionOf } from './doc-version.js';
import { versionBeyond, type Version } from './version.js';

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
	for (const operation of operationsBeyond(doc, before)) {
		if (!isFit(operation)) throw new UnfitUpdateError(`an operation on ${operation.container}`);
	}
	return update;
}

/** By one who has what was there before, and by one who has nothing; and to both it says what it says here. */
function assertReadable(doc: LoroDoc, before: Version, update: Uint8Array): void {
	const passedOn = new LoroDoc();
	const spans = [...before].map(([peer, length]) => ({ id: { peer, counter: 0 }, len: length }));
	if (spans.length > 0) passedOn.import(doc.export({ mode: 'updates-in-range', spans }));
	passedOn.import(update);
	const stored = LoroDoc.fromSnapshot(doc.export({ mode: 'snapshot' }));
	const digest = contentDigest(doc);
	for (const copy of [passedOn, stored]) {
		if (copy.opCount() !== doc.opCount()) throw new UnfitUpdateError('operations get lost on the way');
		if (!equalBytes(contentDigest(copy), digest))
			throw new UnfitUpdateError('the content changes on the way');
		// What is read lazily is read now.
		Array.from(operationsBeyond(copy, before));
		copy.free();
	}
}

function* operationsBeyond(doc: LoroDoc, before: Version): Generator<Operation> {
	for (const [peer, end] of versionBeyond(versionOf(doc), before)) {
		const counter = before.get(peer) ?? 0;
		for (const { ops } of doc.exportJsonInIdSpan({ peer, counter, length: end - counter })) yield* ops;
	}
}
