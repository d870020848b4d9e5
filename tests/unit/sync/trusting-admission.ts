import { MEMBERSHIP_BYTES, type ChannelProof, type Role } from '$lib/crypto/channel-proof.js';
import { SIGNATURE_BYTES } from '$lib/crypto/ed25519.js';
import type { Admission } from '$lib/sync/admission.js';

/** A proof of nothing. */
export function claimed(role: Role): ChannelProof {
	const signature = role === 'writer' ? new Uint8Array(SIGNATURE_BYTES) : undefined;
	return { role, membership: new Uint8Array(MEMBERSHIP_BYTES), signature };
}

/** Claims a role and believes what others claim, all at once: for tests of what comes after the handshake. */
export function trustingAdmission(role: Role = 'writer'): Admission {
	return {
		prove: (_own, _peer, done) => done(claimed(role)),
		verify: (proof, _peer, _own, done) => done(proof.role)
	};
}
