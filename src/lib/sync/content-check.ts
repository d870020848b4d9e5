import type { Version } from '../note/version.js';
import type { Digest } from '../protocol/messages.js';
import { versionDigest } from '../protocol/version-codec.js';
import { toHex } from '../util/bytes.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { DIGEST_MAX_SHARE, DIGEST_QUIET_MS } from './limits.js';

/** What a content check looks at. */
export interface Checked {
	version(): Version;
	/** A digest of the content, of DIGEST_BYTES. */
	digest(): Uint8Array;
}

/** The digest at one version; `key` names the version. */
export interface KeyedDigest {
	readonly key: string;
	readonly message: Digest;
}

/**
 * Knows what the content looks like. The digest of a long note takes a while, so it is made when the note has been
 * left alone, the longer it takes the later; or when a peer at the very same version tells its own.
 */
export class ContentCheck {
	#current: KeyedDigest | undefined;
	#quietMs = DIGEST_QUIET_MS;
	#cancel: CancelTimer | undefined;

	constructor(
		private readonly checked: Checked,
		private readonly clock: Clock,
		/** Called when the note was left alone for long enough; may `make` the digest. */
		private readonly quiet: () => void
	) {}

	/** The digest of now, if it was made. */
	get current(): KeyedDigest | undefined {
		return this.#current;
	}

	/** Says that the note has changed. */
	noteChanged(): void {
		this.#current = undefined;
		this.#cancel?.();
		this.#cancel = undefined;
		this.waitForQuiet();
	}

	/** Waits for a quiet moment from now on. */
	waitForQuiet(): void {
		if (this.#current !== undefined) return;
		this.#cancel ??= this.clock.after(this.#quietMs, () => {
			this.#cancel = undefined;
			this.quiet();
		});
	}

	/** Makes the digest of now. */
	make(): KeyedDigest {
		return this.#current ?? this.#make(versionDigest(this.checked.version()));
	}

	/** The digest of now, if the peer's is of the same version. */
	comparableTo(theirs: Digest): KeyedDigest | undefined {
		const key = toHex(theirs.version);
		if (this.#current !== undefined) return this.#current.key === key ? this.#current : undefined;
		const version = versionDigest(this.checked.version());
		return toHex(version) === key ? this.#make(version) : undefined;
	}

	stop(): void {
		this.#cancel?.();
	}

	#make(version: Uint8Array): KeyedDigest {
		const begun = this.clock.now();
		const content = this.checked.digest();
		this.#quietMs = Math.max(DIGEST_QUIET_MS, (this.clock.now() - begun) / DIGEST_MAX_SHARE);
		this.#current = { key: toHex(version), message: { type: 'digest', version, content } };
		return this.#current;
	}
}
