import { EventUtils } from '@nostr-relay/common';
import { verifySchnorr } from 'tiny-secp256k1';

/** @import { Event } from '@nostr-relay/common' */

/**
 * Whether the event's id is that of its content and its author signed it. By libsecp256k1 in WASM: the verification that
 * `@nostr-relay/common` brings takes ten times as long, and joining a full room makes thousands of events.
 *
 * @param {Event} event
 */
export function isAuthentic(event) {
	if (!EventUtils.isIdValid(event)) return false;
	try {
		return verifySchnorr(bytes(event.id), bytes(event.pubkey), bytes(event.sig));
	} catch {
		// So it answers a public key or a signature that is none, whatever the content.
		return false;
	}
}

/** @param {string} hex */
function bytes(hex) {
	return Buffer.from(hex, 'hex');
}
