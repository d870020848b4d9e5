import { LoroDoc, VersionVector, type JsonChange } from 'loro-crdt';
import { equalBytes } from '../util/bytes.js';
import { versionBeyond, type Version } from './version.js';

/** An operation as Loro tells it in JSON, with the container that it changes. */
export type Operation = JsonChange['ops'][number];

/** What came in is not what a document of this kind is made of, or could not be told or stored as it is. */
export class UnfitUpdateError extends Error {
	override readonly name = 'UnfitUpdateError';
}

/**
 * Makes sure that what a document just took in from a peer can be passed on, stored and loaded again. Loro 1.17 takes
 * some forged updates whose export it then refuses, or traps on: passed on, they would get honest peers to drop each
 * other; stored, they would cost the note.
 *
 * What is exported as it came in was read by this very document, and so can be read by others. Anything else is put to
 * the test in a document of its own. And whatever came in must consist of operations that `isFit` knows.
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
	const isCanonical = equalBytes(update, received);
	if (!isCanonical) new LoroDoc().import(update);
	const reader = isCanonical ? doc : reloaded(doc);
	for (const operation of operationsBeyond(reader, before)) {
		if (!isFit(operation)) throw new UnfitUpdateError(`an operation on ${operation.container}`);
	}
	return update;
}

function updateBeyond(doc: LoroDoc, before: Version): Uint8Array {
	if (before.size === 0) return doc.export({ mode: 'update' });
	const from = new VersionVector(new Map(before));
	const update = doc.export({ mode: 'update', from });
	from.free();
	return update;
}

function reloaded(doc: LoroDoc): LoroDoc {
	return LoroDoc.fromSnapshot(doc.export({ mode: 'snapshot' }));
}

function* operationsBeyond(doc: LoroDoc, before: Version): Generator<Operation> {
	const versionVector = doc.version();
	const version: Version = versionVector.toJSON();
	versionVector.free();
	for (const [peer, end] of versionBeyond(version, before)) {
		const counter = before.get(peer) ?? 0;
		for (const { ops } of doc.exportJsonInIdSpan({ peer, counter, length: end - counter })) yield* ops;
	}
}
