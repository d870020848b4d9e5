import type { ChannelProof, ProofSide, Role } from '../crypto/channel-proof.js';

/**
 * Proves to a peer what this page may do, and finds out what the peer may (docs/protocol.md, P25). Both answer later or
 * at once, by calling `done` once; where a proof cannot be made, never.
 */
export interface Admission {
	prove(own: ProofSide, peer: ProofSide, done: (proof: ChannelProof) => void): void;
	/** `role`: what the peer has proven; undefined if nothing. */
	verify(proof: ChannelProof, peer: ProofSide, own: ProofSide, done: (role: Role | undefined) => void): void;
}
