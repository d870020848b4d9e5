import { decodeImportBlobMeta, type LoroDoc } from 'loro-crdt';
import { MAX_NOTE_LORO_PEERS, MAX_NOTE_OPERATIONS, MAX_UPDATE_BYTES } from './schema.js';
import type { Version } from './version.js';

/** Why an update was not taken. `too-large`: it is, or the note would become so by it. */
export type ImportRefusal = 'too-large' | 'damaged' | 'shallow';

/**
 * What became of an update. `changed`: the document's version grew; `pending`: the update, or a part of it, waits for
 * operations that the document lacks; `contains`: where the update's operations end, for each peer that it names.
 */
export type ImportOutcome =
	| {
			readonly kind: 'imported';
			readonly changed: boolean;
			readonly pending: boolean;
			readonly contains: Version;
	  }
	| { readonly kind: 'refused'; readonly reason: ImportRefusal };

/** The document trapped in WASM and is dead: only a new one, loaded from storage, helps. */
export class NotePoisonedError extends Error {
	override readonly name: string = 'NotePoisonedError';
}

/**
 * An update failed in a document in which others wait: any of them may be to blame, and would make all that comes
 * after fail as well. A new document, in which nothing waits, tells.
 */
export class HeldBackError extends NotePoisonedError {
	override readonly name = 'HeldBackError';
}

/**
 * Imports bytes of unknown origin into a document.
 *
 * Promises: what is too large, damaged or of a shallow history is refused and leaves the document as it was. Loro
 * reports damage by throwing a string; an Error is a trap of the WASM module, after which this document answers
 * every call with another ("recursively acquire mutex").
 *
 * @throws NotePoisonedError if the import trapped.
 */
export function guardedImport(doc: LoroDoc, bytes: Uint8Array): ImportOutcome {
	if (bytes.length > MAX_UPDATE_BYTES) return { kind: 'refused', reason: 'too-large' };
	try {
		const meta = decodeImportBlobMeta(bytes, false);
		const { mode } = meta;
		const contains = meta.partialEndVersionVector.toJSON();
		meta.partialStartVersionVector.free();
		meta.partialEndVersionVector.free();
		// A shallow snapshot stays pending in a diverged document without a word (loro-dev/loro#1040).
		if (mode === 'shallow-snapshot') return { kind: 'refused', reason: 'shallow' };
		if (outgrows(doc, contains)) return { kind: 'refused', reason: 'too-large' };
		const { success, pending } = doc.import(bytes);
		return {
			kind: 'imported',
			changed: success.size > 0,
			pending: pending !== null && pending.size > 0,
			contains
		};
	} catch (failure) {
		if (failure instanceof Error) {
			throw new NotePoisonedError('the Loro document trapped while importing', { cause: failure });
		}
		return { kind: 'refused', reason: 'damaged' };
	}
}

/** Whether a document that contains all of this would hold too much. */
function outgrows(doc: LoroDoc, contains: Version): boolean {
	let operations = doc.opCount();
	for (const counter of contains.values()) operations += counter;
	// Each Loro peer has made a change at least, so that the true number need seldom be worked out.
	const maxLoroPeers = doc.changeCount() + contains.size;
	if (operations <= MAX_NOTE_OPERATIONS && maxLoroPeers <= MAX_NOTE_LORO_PEERS) return false;
	const versionVector = doc.version();
	const present: Version = versionVector.toJSON();
	versionVector.free();
	let loroPeers = present.size;
	for (const [peer, counter] of contains) {
		operations -= Math.min(counter, present.get(peer) ?? 0);
		if (!present.has(peer)) loroPeers += 1;
	}
	return operations > MAX_NOTE_OPERATIONS || loroPeers > MAX_NOTE_LORO_PEERS;
}
