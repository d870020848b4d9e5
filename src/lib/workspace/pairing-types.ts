import type { PairingCodeFailure } from '../crypto/pairing-code.js';
import type { DirectLinkFailure } from '../transport/direct-link.js';

/**
 * `preparing`: one's own code is being made; `showing`: it waits to be scanned; `connecting`: both devices know all they
 * need; `connected`, `failed` and `closed` are ends.
 */
export type PairingPhase = 'preparing' | 'showing' | 'connecting' | 'connected' | 'failed' | 'closed';

/**
 * What forbids direct connections on this device. `no-webrtc`: this browser has no connections of that kind;
 * `only-through-turn`: the person hides the device's address, which the codes would tell.
 */
export type PairingImpediment = 'no-webrtc' | 'only-through-turn';

/** Whether another try would fail in the same way, whatever the other device does. */
export function isPairingImpediment(failure: PairingFailure): failure is PairingImpediment {
	return failure === 'no-webrtc' || failure === 'only-through-turn';
}

/**
 * Why a try failed. `expired`: it took too long, or the code that was scanned is old; `damaged`: that code makes no sense;
 * `newer`: a later version of Perch made it; `not-reached`: the devices know of each other and do not get through.
 */
export type PairingFailure =
	PairingImpediment | DirectLinkFailure | 'expired' | 'damaged' | 'newer' | 'not-reached' | 'unknown';

/** Why what was scanned is not the answer that is waited for. `own`: it is the code that this device shows. */
export type AnswerRefusal = PairingCodeFailure | 'own';

/** One try to connect two devices without a relay. Its getters are reactive. */
export interface PairingTry {
	readonly phase: PairingPhase;
	/** What this device has to show, once it is known and as long as it is good. */
	readonly code: string | undefined;
	/** Why, where the phase is `failed`. */
	readonly failure: PairingFailure;
	/** Gives up what is not connected. */
	close(): void;
}

/** The side that shows first. */
export interface OfferingTry extends PairingTry {
	/** Takes what was scanned or pasted. @returns why not, or undefined if it was taken. */
	take(text: string): Promise<AnswerRefusal | undefined>;
}

/** How a note connects to devices without a relay. A new try ends the one before, and nothing that is connected. */
export interface Pairings {
	/** Shows first: the invite link, and in it the offer. */
	offer(inviteLink: string): OfferingTry;
	/** Answers the offer of a link, as it stands there. */
	answer(offer: string): PairingTry;
}
