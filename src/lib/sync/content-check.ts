import { DIGEST_BYTES } from '../protocol/limits.js';
import type { Digest } from '../protocol/messages.js';
import { versionDigest } from '../protocol/version-codec.js';
import { equalBytes, toHex } from '../util/bytes.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { DIGEST_MAX_SHARE, DIGEST_QUIET_MS, HISTORY_INTERVAL_MS } from './limits.js';
import type { Peer } from './peer.js';
import type { Difference, Replica } from './views.js';

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
		private readonly replica: Replica,
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
		return this.#current ?? this.#make(versionDigest(this.replica.version()));
	}

	/**
	 * Compares a peer's digest with the one of now, if both are of one version. Where they differ, the peer is due this
	 * side's history. @returns the difference, if it is news and the peer may write: a viewer's copy is its own concern
	 */
	compare(peer: Peer, theirs: Digest): Difference | undefined {
		const ours = this.#comparableTo(theirs);
		if (ours === undefined) return undefined;
		const differs = !equalBytes(ours.message.content, theirs.content);
		const isNews = differs && peer.differsAt !== ours.key;
		peer.differsAt = differs ? ours.key : undefined;
		if (!isNews) return undefined;
		peer.differingVersion = this.replica.version();
		if (this.clock.now() - peer.historyAt >= HISTORY_INTERVAL_MS) {
			peer.historyAt = this.clock.now();
			peer.historyDue = true;
		}
		if (peer.role === 'viewer') return undefined;
		return { session: peer.session, version: peer.differingVersion, peerVersion: peer.known };
	}

	stop(): void {
		this.#cancel?.();
	}

	#comparableTo(theirs: Digest): KeyedDigest | undefined {
		const key = toHex(theirs.version);
		if (this.#current !== undefined) return this.#current.key === key ? this.#current : undefined;
		const version = versionDigest(this.replica.version());
		return toHex(version) === key ? this.#make(version) : undefined;
	}

	#make(version: Uint8Array): KeyedDigest {
		const begun = this.clock.now();
		const content = this.replica.digest().slice(0, DIGEST_BYTES);
		this.#quietMs = Math.max(DIGEST_QUIET_MS, (this.clock.now() - begun) / DIGEST_MAX_SHARE);
		this.#current = { key: toHex(version), message: { type: 'digest', version, content } };
		return this.#current;
	}
}
