import type { Mapping, StunFindings } from './stun-mappings.js';

/**
 * What stands between this device and the Internet, as far as two devices that want to reach each other care (RFC 4787).
 * `open`: nothing; `same-for-everyone`: an address that is the same whoever is spoken to, so that others find the way;
 * `different-for-each`: another address for each who is spoken to, so that two such devices need a TURN server between
 * them; `blocked`: no answer comes through; `unknown`: too few STUN servers are there to compare.
 */
export type NatType =
	| { readonly kind: 'open' | 'same-for-everyone' | 'different-for-each' | 'blocked' }
	| { readonly kind: 'unknown'; readonly why: UnknownNat };

/** `no-server`, `one-server`: so many are configured; `one-answer`: of several, one alone answers; `only-through-turn`: none is asked. */
export type UnknownNat = 'no-webrtc' | 'only-through-turn' | 'no-server' | 'one-server' | 'one-answer';

/** Judges what STUN servers saw of this device. */
export function natType({ asked, answered, isOpen, mappings }: StunFindings): NatType {
	if (asked === 0) return { kind: 'unknown', why: 'no-server' };
	if (answered === 0) return { kind: 'blocked' };
	if (isOpen) return { kind: 'open' };
	if (hasTwoAddressesForOnePort(mappings)) return { kind: 'different-for-each' };
	if (asked === 1) return { kind: 'unknown', why: 'one-server' };
	if (answered === 1) return { kind: 'unknown', why: 'one-answer' };
	return { kind: 'same-for-everyone' };
}

function hasTwoAddressesForOnePort(mappings: readonly Mapping[]): boolean {
	const seen = new Map<string, string>();
	for (const { port, seenAs } of mappings) {
		if ((seen.get(port) ?? seenAs) !== seenAs) return true;
		seen.set(port, seenAs);
	}
	return false;
}
