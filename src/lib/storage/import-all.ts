import { HeldBackError, NotePoisonedError, type ImportOutcome } from '../note/guarded-import.js';
import { covers, type Version } from '../note/version.js';

/** What is loaded into. Class Note is one. */
export interface Loadable {
	version(): Version;
	load(bytes: Uint8Array): ImportOutcome;
	/** Sets right what has to be once everything was loaded. */
	afterImport(): void;
}

/** An update or snapshot. */
export interface Blob {
	readonly bytes: Uint8Array;
}

/**
 * What came of several blobs. `contents`: those that the replica contains wholly, with the operations of each; `partly`:
 * those of which it has something, and not all. If one made the replica trap, that is `trappedBy`; `beside`: what was
 * held back then, and may be to blame.
 */
export type ImportedBlobs<B extends Blob> =
	| {
			readonly contents: ReadonlyMap<B, Version>;
			readonly partly: ReadonlySet<B>;
			readonly trappedBy?: undefined;
	  }
	| { readonly trappedBy: B; readonly beside: ReadonlySet<B> };

/** Loads blobs, whichever comes first; what is refused is tried again after the others. */
export function importAll<B extends Blob>(replica: Loadable, blobs: readonly B[]): ImportedBlobs<B> {
	const contents = new Map<B, Version>();
	const partly = new Set<B>();
	const waiting = new Set<B>();
	let left = blobs;
	// Loro refuses some updates as long as what they build on is not there, instead of letting them wait.
	for (let before = Infinity; left.length > 0 && left.length < before;) {
		before = left.length;
		const refused: B[] = [];
		for (const blob of left) {
			try {
				const outcome = replica.load(blob.bytes);
				if (outcome.kind === 'refused') {
					refused.push(blob);
					continue;
				}
				contents.set(blob, outcome.contains);
				if (outcome.changed) partly.add(blob);
				if (outcome.pending) waiting.add(blob);
			} catch (failure) {
				if (!(failure instanceof NotePoisonedError)) throw failure;
				return { trappedBy: blob, beside: failure instanceof HeldBackError ? waiting : new Set() };
			}
		}
		left = refused;
	}
	// Only now: an update may have waited for another one that came later.
	const version = replica.version();
	for (const [blob, content] of contents) {
		if (covers(version, content)) partly.delete(blob);
		else contents.delete(blob);
	}
	return { contents, partly };
}
