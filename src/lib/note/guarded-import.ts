import { decodeImportBlobMeta, type LoroDoc } from 'loro-crdt';
import { versionOf } from './doc-version.js';
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

/** And what was just imported is to blame for it. */
export class PoisonousUpdateError extends NotePoisonedError {
	override readonly name = 'PoisonousUpdateError';
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
 * `content`: of the bytes, by `blobContent`. `isBesideHeldBack`: whether updates wait in the document. Loro applies them in the very import that brings what they
 * waited for, and refuses all together.
 *
 * @throws PoisonousUpdateError if the import trapped.
 * @throws HeldBackError if it failed in a way for which what waits may be to blame.
 */
export function guardedImport(
	doc: LoroDoc,
	bytes: Uint8Array,
	content: BlobContent | ImportRefusal,
	isBesideHeldBack: boolean
): ImportOutcome {
	if (typeof content === 'string') return { kind: 'refused', reason: content };
	if (outgrows(doc, content.end)) return { kind: 'refused', reason: 'too-large' };
	try {
		const { success, pending } = doc.import(bytes);
		return {
			kind: 'imported',
			changed: success.size > 0,
			pending: pending !== null && pending.size > 0,
			contains: content.end
		};
	} catch (cause) {
		if (isBesideHeldBack) throw new HeldBackError('an import failed beside what was held back', { cause });
		if (cause instanceof Error) {
			throw new PoisonousUpdateError('the Loro document trapped while importing', { cause });
		}
		return { kind: 'refused', reason: 'damaged' };
	}
}

/** Which operations a blob says to hold, from where on and how far. */
export interface BlobContent {
	readonly start: Version;
	readonly end: Version;
}

/**
 * What an update or snapshot holds, of a blob whose size, checksum and mode are in order, or why it is to be refused. No
 * document is touched.
 *
 * @throws PoisonousUpdateError if that trapped.
 */
export function blobContent(bytes: Uint8Array): BlobContent | ImportRefusal {
	if (bytes.length > MAX_UPDATE_BYTES) return 'too-large';
	try {
		const meta = decodeImportBlobMeta(bytes, true);
		const content: BlobContent = {
			start: meta.partialStartVersionVector.toJSON(),
			end: meta.partialEndVersionVector.toJSON()
		};
		meta.partialStartVersionVector.free();
		meta.partialEndVersionVector.free();
		// A shallow snapshot stays pending in a diverged document without a word (loro-dev/loro#1040).
		return meta.mode === 'shallow-snapshot' ? 'shallow' : content;
	} catch (cause) {
		if (cause instanceof Error)
			throw new PoisonousUpdateError('Loro trapped while reading a blob', { cause });
		return 'damaged';
	}
}

/** Whether a document that contains all of this would hold too much. */
function outgrows(doc: LoroDoc, contains: Version): boolean {
	let operations = doc.opCount();
	for (const counter of contains.values()) operations += counter;
	// Each Loro peer has made a change at least, so that the true number need seldom be worked out.
	const maxLoroPeers = doc.changeCount() + contains.size;
	if (operations <= MAX_NOTE_OPERATIONS && maxLoroPeers <= MAX_NOTE_LORO_PEERS) return false;
	const present = versionOf(doc);
	let loroPeers = present.size;
	for (const [peer, counter] of contains) {
		operations -= Math.min(counter, present.get(peer) ?? 0);
		if (!present.has(peer)) loroPeers += 1;
	}
	return operations > MAX_NOTE_OPERATIONS || loroPeers > MAX_NOTE_LORO_PEERS;
}
