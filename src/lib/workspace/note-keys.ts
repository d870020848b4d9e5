import { ChannelProver, type ChannelProof, type ProofSide, type Role } from '../crypto/channel-proof.js';
import type { Invite } from '../crypto/invite.js';
import { deriveNoteKeys, type NoteKeys } from '../crypto/keys.js';
import type { Admission } from '../sync/admission.js';

/** Keys that take a while to derive. */
export interface DerivedNoteKeys {
	get(): Promise<NoteKeys>;
}

/** The keys of one note, derived when they are first asked for. */
export class LazyNoteKeys implements DerivedNoteKeys {
	#keys: Promise<NoteKeys> | undefined;

	constructor(private readonly invite: Invite) {}

	/** Derives them if need be; what failed is tried again when it is asked for again. */
	get(): Promise<NoteKeys> {
		this.#keys ??= deriveNoteKeys(this.invite).catch((failure: unknown) => {
			this.#keys = undefined;
			throw failure;
		});
		return this.#keys;
	}
}

/** Lets those on a note's channels who prove that they hold an invite to it, and proves the same to them. */
export class NoteAdmission implements Admission {
	#prover: Promise<ChannelProver> | undefined;

	constructor(private readonly keys: DerivedNoteKeys) {}

	/** Where no proof can be made, none is given, and the peer ends the channel. */
	prove(own: ProofSide, peer: ProofSide, done: (proof: ChannelProof) => void): void {
		this.#made()
			.then((prover) => prover.prove(own, peer))
			.then(done)
			.catch((failure: unknown) => console.error('no proof could be made', failure));
	}

	/** A proof that cannot be looked at proves nothing. */
	verify(proof: ChannelProof, peer: ProofSide, own: ProofSide, done: (role: Role | undefined) => void): void {
		this.#made()
			.then((prover) => prover.verify(proof, peer, own))
			.catch((failure: unknown) => {
				console.error('a proof could not be checked', failure);
				return undefined;
			})
			.then(done)
			.catch((failure: unknown) => console.error('a proof was checked in vain', failure));
	}

	#made(): Promise<ChannelProver> {
		this.#prover ??= this.keys.get().then(
			(keys) => new ChannelProver(keys),
			(failure: unknown) => {
				this.#prover = undefined;
				throw failure;
			}
		);
		return this.#prover;
	}
}

/** For what only the tabs of this browser share: they prove nothing, and nobody else is let in. */
export const tabsOnly: Admission = {
	prove: () => undefined,
	verify: (_proof, _peer, _own, done) => done(undefined)
};
