import type { ChannelProof, ProofSide, Role } from '../crypto/channel-proof.js';
import { DecodeError } from '../protocol/codec.js';
import { NONCE_BYTES, PROTOCOL_VERSION } from '../protocol/limits.js';
import type { Hello, Proof } from '../protocol/messages.js';
import type { Channel } from '../transport/channel.js';
import { equalBytes, fromBase64Url, randomBytes, type Bytes } from '../util/bytes.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import type { Admission } from './admission.js';
import { GREETING_ATTEMPTS, HELLO_REPEAT_MS, PROOF_ATTEMPTS } from './limits.js';

/** What a handshake tells. Each of the last three is said at most once, and ends it. */
export interface HandshakeListener {
	/** There may be something to send. */
	due(): void;
	/** The page at the other end was heard, whoever it is. */
	heard(): void;
	/** The peer may do this in the notes that the channel carries. */
	admitted(role: Role): void;
	/** `stranger`: it has proven nothing; `silent`: it says nothing. */
	failed(reason: 'stranger' | 'silent'): void;
}

/**
 * What is said on a channel before anything about a note: each side greets, and proves to the other what it may do
 * (P10, P25). The tabs of one browser have nothing to prove. Times are counted in attempts: after a phone's sleep the time is over before the message
 * that waits is read.
 */
export class Handshake {
	readonly #nonce = randomBytes(NONCE_BYTES);
	#peer: Pick<Hello, 'session' | 'nonce'> | undefined;
	#role: Role | undefined;
	#helloDue = false;
	#ownProof: ChannelProof | undefined;
	#isProofSent = false;
	#hasHeardProof = false;
	#hasEnded = false;
	#cancelAttempt: CancelTimer = () => undefined;

	constructor(
		private readonly channel: Channel,
		private readonly ownSession: string,
		private readonly admission: Admission,
		private readonly clock: Clock,
		private readonly listener: HandshakeListener
	) {}

	/** The page at the other end; undefined until it was heard. */
	get session(): string | undefined {
		return this.#peer?.session;
	}

	/** What the peer may do; undefined until it is admitted. */
	get role(): Role | undefined {
		return this.#role;
	}

	/** Whether this side has said all that it has to, and the peer is admitted. */
	get isOver(): boolean {
		return this.#role !== undefined && (this.#isProofSent || this.channel.kind === 'tab');
	}

	/** Whether the peer has said all that it has to, be it proven or not. */
	get hasHeardProof(): boolean {
		return this.#hasHeardProof || (this.channel.kind === 'tab' && this.#peer !== undefined);
	}

	/** Begins to greet. */
	start(): void {
		this.#greet(GREETING_ATTEMPTS);
	}

	stop(): void {
		this.#hasEnded = true;
		this.#cancelAttempt();
	}

	/** The next message, or undefined if there is none. */
	next(): Hello | Proof | undefined {
		if (this.#helloDue) {
			this.#helloDue = false;
			const heard = this.#peer !== undefined;
			return {
				type: 'hello',
				protocolVersion: PROTOCOL_VERSION,
				session: this.ownSession,
				nonce: this.#nonce,
				heard
			};
		}
		const proof = this.#ownProof;
		if (proof === undefined) return undefined;
		this.#ownProof = undefined;
		this.#isProofSent = true;
		return { type: 'proof', proof };
	}

	/** Says hello once more: the first one may have been lost. */
	repeatHello(): void {
		this.#helloDue = true;
	}

	/** @throws DecodeError if the page says that it is another than before */
	receiveHello({ session, nonce, heard }: Hello): void {
		if (!heard) this.#helloDue = true;
		if (this.#peer !== undefined) {
			if (this.#peer.session === session && equalBytes(this.#peer.nonce, nonce)) return;
			throw new DecodeError('another hello');
		}
		this.#peer = { session, nonce };
		this.#cancelAttempt();
		this.listener.heard();
		if (this.channel.kind === 'tab') this.#admit('writer');
		else this.#prove(this.#peer);
	}

	/** @throws DecodeError if a proof is not due */
	receiveProof({ proof }: Proof): void {
		if (this.#peer === undefined || this.#hasHeardProof || this.channel.kind === 'tab') {
			throw new DecodeError('a proof that is not due');
		}
		this.#hasHeardProof = true;
		const sides = this.#sides(this.#peer);
		if (sides === undefined) this.#fail('stranger');
		else {
			this.admission.verify(proof, sides.peer, sides.own, (role) => {
				if (role === undefined) this.#fail('stranger');
				else this.#admit(role);
			});
		}
	}

	#prove(peer: Pick<Hello, 'session' | 'nonce'>): void {
		const sides = this.#sides(peer);
		if (sides === undefined) {
			this.#fail('stranger');
			return;
		}
		this.#awaitProof(PROOF_ATTEMPTS);
		this.admission.prove(sides.own, sides.peer, (proof) => {
			if (this.#hasEnded) return;
			this.#ownProof = proof;
			this.listener.due();
		});
	}

	#sides(peer: Pick<Hello, 'session' | 'nonce'>): { own: ProofSide; peer: ProofSide } | undefined {
		const { fingerprints } = this.channel;
		if (fingerprints === undefined) return undefined;
		const side = (session: string, nonce: Bytes, fingerprint: Bytes): ProofSide => ({
			session: fromBase64Url(session) ?? new Uint8Array(),
			nonce,
			fingerprint
		});
		return {
			own: side(this.ownSession, this.#nonce, fingerprints.own),
			peer: side(peer.session, peer.nonce, fingerprints.peer)
		};
	}

	#greet(attemptsLeft: number): void {
		if (attemptsLeft === 0) {
			this.#fail('silent');
			return;
		}
		this.#helloDue = true;
		this.listener.due();
		// It may have been answered in that very moment.
		if (this.#peer !== undefined || this.#hasEnded) return;
		this.#cancelAttempt = this.clock.after(HELLO_REPEAT_MS, () => this.#greet(attemptsLeft - 1));
	}

	#awaitProof(attemptsLeft: number): void {
		if (attemptsLeft === 0) this.#fail('silent');
		else this.#cancelAttempt = this.clock.after(HELLO_REPEAT_MS, () => this.#awaitProof(attemptsLeft - 1));
	}

	#admit(role: Role): void {
		if (this.#hasEnded) return;
		this.#role = role;
		this.#cancelAttempt();
		this.listener.admitted(role);
	}

	#fail(reason: 'stranger' | 'silent'): void {
		if (this.#hasEnded) return;
		this.stop();
		this.listener.failed(reason);
	}
}
