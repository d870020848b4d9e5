import type { PairingDescription } from '../protocol/pairing-codec.js';
import type { Clock } from '../util/clock.js';
import type { Channel } from './channel.js';
import { DirectLinkError, type DirectLink } from './direct-link.js';
import { GATHERING_TIMEOUT_MS } from './limits.js';
import { RtcChannel } from './rtc-channel.js';
import { readDescription, writeDescription } from './session-description.js';

/** A WebRTC connection for which two people carry the descriptions, by QR codes, and no server is asked for anything. */
export class QrConnection implements DirectLink {
	readonly #connection = new RTCPeerConnection({ iceServers: [] });
	readonly #channel: RtcChannel;
	#opened = false;

	constructor(private readonly clock: Clock) {
		this.#channel = new RtcChannel(this.#connection, 'direct', false);
		this.#channel.onClose(() => void this.#endAfterDrain());
	}

	async offer(): Promise<PairingDescription> {
		return await this.#describe(async () => {
			await this.#connection.setLocalDescription(await this.#connection.createOffer());
		});
	}

	async answer(offer: PairingDescription): Promise<PairingDescription> {
		return await this.#describe(async () => {
			await this.#connection.setRemoteDescription(writeDescription('offer', offer));
			await this.#connection.setLocalDescription(await this.#connection.createAnswer());
		});
	}

	async accept(answer: PairingDescription): Promise<void> {
		try {
			await this.#connection.setRemoteDescription(writeDescription('answer', answer));
		} catch (cause) {
			throw new DirectLinkError('unsupported', { cause });
		}
	}

	onOpen(listener: (channel: Channel) => void): void {
		const stop = this.#channel.onWritable(() => {
			stop();
			this.#opened = true;
			this.#connection.addEventListener('connectionstatechange', () => {
				// Before it is open this may be said too early: the other person is still to scan.
				if (this.#connection.connectionState === 'failed') this.#channel.giveUp();
			});
			listener(this.#channel);
		});
	}

	abandon(): void {
		if (!this.#opened) this.#channel.giveUp();
	}

	/** Describes this end once `begin` has made it look for its addresses. */
	async #describe(begin: () => Promise<void>): Promise<PairingDescription> {
		let description: PairingDescription;
		try {
			await begin();
			await this.#gathered();
			description = readDescription(this.#connection.localDescription);
		} catch (cause) {
			throw new DirectLinkError('unsupported', { cause });
		}
		if (description.candidates.length === 0) throw new DirectLinkError('no-address');
		return description;
	}

	async #gathered(): Promise<void> {
		if (this.#connection.iceGatheringState === 'complete') return;
		await new Promise<void>((resolve) => {
			const cancel = this.clock.after(GATHERING_TIMEOUT_MS, resolve);
			this.#connection.addEventListener('icegatheringstatechange', () => {
				if (this.#connection.iceGatheringState !== 'complete') return;
				cancel();
				resolve();
			});
		});
	}

	/** Nobody else closes the connection. What was handed over last has left by then. */
	async #endAfterDrain(): Promise<void> {
		await this.#channel.drained(this.clock);
		this.#connection.close();
	}
}
