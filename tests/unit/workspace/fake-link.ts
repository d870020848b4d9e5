import type { PairingDescription } from '$lib/protocol/pairing-codec.js';
import type { Channel } from '$lib/transport/channel.js';
import { DirectLinkError, type DirectLink, type DirectLinkFailure } from '$lib/transport/direct-link.js';
import { MemoryChannel } from '$lib/transport/memory-channel.js';

/** Where links find each other by what their codes tell. */
export class FakeNetwork {
	readonly links: FakeLink[] = [];
	/** Nobody gets through, as where a network keeps its devices apart. */
	blocked = false;

	link(failure?: DirectLinkFailure): FakeLink {
		const link = new FakeLink(this, this.links.length + 1, failure);
		this.links.push(link);
		return link;
	}
}

/** A link that stands for a WebRTC connection. */
export class FakeLink implements DirectLink {
	abandoned = false;
	channel: MemoryChannel | undefined;
	#answered: PairingDescription | undefined;
	#listener: (channel: Channel) => void = () => undefined;

	constructor(
		private readonly network: FakeNetwork,
		private readonly number: number,
		private readonly failure: DirectLinkFailure | undefined
	) {}

	offer(): Promise<PairingDescription> {
		return this.#described();
	}

	answer(offer: PairingDescription): Promise<PairingDescription> {
		this.#answered = offer;
		return this.#described();
	}

	accept(answer: PairingDescription): Promise<void> {
		const other = this.network.links.find((link) => link.#port === answer.candidates[0]?.port);
		if (other === undefined || other.#answered?.candidates[0]?.port !== this.#port) return Promise.resolve();
		if (other.abandoned || this.network.blocked) return Promise.resolve();
		[this.channel, other.channel] = MemoryChannel.pair();
		other.#listener(other.channel);
		this.#listener(this.channel);
		return Promise.resolve();
	}

	onOpen(listener: (channel: Channel) => void): void {
		this.#listener = listener;
	}

	abandon(): void {
		if (this.channel === undefined) this.abandoned = true;
	}

	get #port(): number {
		return 1000 + this.number;
	}

	#described(): Promise<PairingDescription> {
		if (this.failure !== undefined) return Promise.reject(new DirectLinkError(this.failure));
		return Promise.resolve({
			iceUsername: 'abcd',
			icePassword: 'p'.repeat(24),
			fingerprint: new Uint8Array(32).fill(this.number),
			candidates: [{ address: '192.0.2.1', port: this.#port }]
		});
	}
}
