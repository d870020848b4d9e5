import type { PairingDescription } from '../protocol/pairing-codec.js';
import type { Channel } from './channel.js';

/** Why a direct link could not be made. `no-address`: this device is in no network; `unsupported`: by this browser. */
export type DirectLinkFailure = 'no-address' | 'unsupported';

export class DirectLinkError extends Error {
	override readonly name = 'DirectLinkError';

	constructor(
		readonly reason: DirectLinkFailure,
		options?: ErrorOptions
	) {
		super(`no direct link: ${reason}`, options);
	}
}

/**
 * One connection between two devices that tell each other what it takes by themselves. One side offers and then
 * accepts, the other answers. Each is used once.
 */
export interface DirectLink {
	/** What the other side has to know first. @throws DirectLinkError */
	offer(): Promise<PairingDescription>;
	/** Takes an offer. @returns what the other side has to know then. @throws DirectLinkError */
	answer(offer: PairingDescription): Promise<PairingDescription>;
	/** Takes the answer to one's offer, once. @throws DirectLinkError */
	accept(answer: PairingDescription): Promise<void>;
	/** Told once, as soon as the other side is reached. From then on the connection ends with its channel. */
	onOpen(listener: (channel: Channel) => void): void;
	/** Gives up what is not open yet; an open one stays. */
	abandon(): void;
}
