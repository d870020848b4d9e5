import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../util/bytes.js';
import { MAX_SEEN_EVENTS } from './limits.js';
import type { NostrEvent } from './nostr-message.js';

/**
 * Remembers the latest events. One with the id of another and a content of its own is another: or a relay could
 * keep an event from being seen by handing on a forged one in advance.
 */
export class SeenEvents {
	/** In the order in which they came. */
	readonly #seen = new Set<string>();

	/** Whether it was not seen before; it is now. */
	isNew({ id, content }: NostrEvent): boolean {
		const key = toHex(sha256(new TextEncoder().encode(`${id}\0${content}`)));
		if (this.#seen.has(key)) return false;
		this.#seen.add(key);
		const [oldest] = this.#seen;
		if (this.#seen.size > MAX_SEEN_EVENTS && oldest !== undefined) this.#seen.delete(oldest);
		return true;
	}
}
