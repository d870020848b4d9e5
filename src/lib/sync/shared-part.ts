import type { UpdatePart } from '../note/export-part.js';
import { sameVersion, type Version } from '../note/version.js';

/** A longer update is not kept for the next peer, in bytes: memory is bounded, and those who lack so much lack the same less often. */
const MAX_KEPT_BYTES = 64 * 1024;

/**
 * What was exported last, for the next peer that lacks the same: in a room a key is encoded once, and not for each. One update at
 * most is kept, until the note grows.
 */
export class SharedPart {
	#last: { readonly version: Version; readonly from: Version; readonly part: UpdatePart } | undefined;

	constructor(private readonly make: (from: Version) => UpdatePart) {}

	/** The first part of what goes beyond `from`. `version`: of the note as it is now, the same object for as long as it is. */
	of(version: Version, from: Version): UpdatePart {
		const last = this.#last;
		if (last?.version === version && sameVersion(last.from, from)) return last.part;
		const part = this.make(from);
		this.#last = part.bytes.length > MAX_KEPT_BYTES ? undefined : { version, from, part };
		return part;
	}

	/** Lets go of what is kept. */
	forget(): void {
		this.#last = undefined;
	}
}
