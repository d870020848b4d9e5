import type { ChannelProof, ProofSide, Role } from '../crypto/channel-proof.js';

/** Stand-in of the protocol layer's: proves on a channel what this page may do, and checks what the peer proves. */
export interface Admission {
	prove(own: ProofSide, peer: ProofSide, done: (proof: ChannelProof) => void): void;
	verify(proof: ChannelProof, peer: ProofSide, own: ProofSide, done: (role: Role | undefined) => void): void;
}
