import { concatBytes, equalBytes, equalSecrets, type Bytes } from '../util/bytes.js';
import { SIGNATURE_BYTES, verifySignature } from './ed25519.js';
import type { NoteKeys } from './keys.js';

/** What a peer may do in a note: a viewer only reads. */
export type Role = 'viewer' | 'writer';

/** Length in bytes of the proof of membership: an HMAC-SHA-256, cut. */
export const MEMBERSHIP_BYTES = 16;

/** Lengths in bytes of the parts of a side. */
export const SIDE_BYTES = { session: 8, nonce: 16, fingerprint: 32 } as const;

/** One end of a channel, as both ends know it. */
export interface ProofSide {
	/** The session of the page, 8 bytes. */
	readonly session: Bytes;
	/** What this end drew for this channel alone, 16 bytes. */
	readonly nonce: Bytes;
	/** The SHA-256 of the DTLS certificate of this end, 32 bytes. */
	readonly fingerprint: Bytes;
}

/** What a peer says to prove what it may do (docs/protocol.md, P25). */
export interface ChannelProof {
	readonly role: Role;
	/** HMAC-SHA-256 under the admission key, cut to its first 16 bytes. */
	readonly membership: Bytes;
	/** The Ed25519 signature of a writer, 64 bytes; undefined for a viewer. */
	readonly signature: Bytes | undefined;
}

/** What each part of a proof is made over begins with. Neither label is the beginning of the other. */
const LABEL = { membership: 'perch/1/channel-membership', writer: 'perch/1/channel-writer' } as const;
const ROLE_BYTE: Readonly<Record<Role, number>> = { viewer: 1, writer: 2 };

function isWellFormedSide({ session, nonce, fingerprint }: ProofSide): boolean {
	return (
		session.length === SIDE_BYTES.session &&
		nonce.length === SIDE_BYTES.nonce &&
		fingerprint.length === SIDE_BYTES.fingerprint
	);
}

function isWellFormedProof({ role, membership, signature }: ChannelProof): boolean {
	return (
		membership.length === MEMBERSHIP_BYTES &&
		(role === 'writer' ? signature?.length === SIGNATURE_BYTES : signature === undefined)
	);
}

/** Proves on a channel what the holder of a note's keys may do there, and checks what the peer proves. */
export class ChannelProver {
	readonly #keys: NoteKeys;
	#admissionKey: Promise<CryptoKey> | undefined;

	constructor(keys: NoteKeys) {
		this.#keys = keys;
	}

	/**
	 * The proof for the peer of one channel: as a writer if the keys hold a signer, else as a viewer.
	 *
	 * @throws RangeError if a part of a side has a wrong length.
	 */
	async prove(own: ProofSide, peer: ProofSide): Promise<ChannelProof> {
		if (!isWellFormedSide(own) || !isWellFormedSide(peer)) throw new RangeError('a side of another length');
		const { signer } = this.#keys;
		const role = signer === undefined ? 'viewer' : 'writer';
		const [membership, signature] = await Promise.all([
			this.#membership(role, own, peer),
			signer?.sign(this.#transcript(LABEL.writer, role, own, peer))
		]);
		return { role, membership, signature };
	}

	/**
	 * The role that the peer has proven, or undefined. A proof holds for one channel, one direction and one role. A peer
	 * that claims this side's own nonce only mirrors and has proven nothing. Never throws.
	 */
	async verify(proof: ChannelProof, peer: ProofSide, own: ProofSide): Promise<Role | undefined> {
		if (!isWellFormedProof(proof) || !isWellFormedSide(peer) || !isWellFormedSide(own)) return undefined;
		if (equalBytes(peer.nonce, own.nonce)) return undefined;
		try {
			const { role, membership, signature } = proof;
			if (!equalSecrets(membership, await this.#membership(role, peer, own))) return undefined;
			if (signature === undefined) return 'viewer';
			const message = this.#transcript(LABEL.writer, role, peer, own);
			return (await verifySignature(this.#keys.writePublicKey, signature, message)) ? 'writer' : undefined;
		} catch (failure) {
			console.error('a proof could not be checked', failure);
			return undefined;
		}
	}

	async #membership(role: Role, prover: ProofSide, verifier: ProofSide): Promise<Bytes> {
		this.#admissionKey ??= crypto.subtle.importKey(
			'raw',
			this.#keys.admissionKey,
			{ name: 'HMAC', hash: 'SHA-256' },
			false,
			['sign']
		);
		const message = this.#transcript(LABEL.membership, role, prover, verifier);
		return new Uint8Array(await crypto.subtle.sign('HMAC', await this.#admissionKey, message)).slice(
			0,
			MEMBERSHIP_BYTES
		);
	}

	#transcript(label: string, role: Role, prover: ProofSide, verifier: ProofSide): Bytes {
		const encoder = new TextEncoder();
		const noteId = encoder.encode(this.#keys.noteId);
		return concatBytes(
			encoder.encode(label),
			Uint8Array.of(noteId.length),
			noteId,
			Uint8Array.of(ROLE_BYTE[role]),
			...[prover, verifier].flatMap(({ session, nonce, fingerprint }) => [session, nonce, fingerprint])
		);
	}
}
