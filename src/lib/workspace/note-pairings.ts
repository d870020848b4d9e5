import { untrack } from 'svelte';
import type { Channel } from '../transport/channel.js';
import type { DirectLink } from '../transport/direct-link.js';
import { QrConnection } from '../transport/qr-connection.js';
import type { MeetingConfig } from '../transport/room.js';
import type { Clock } from '../util/clock.js';
import type { DerivedNoteKeys } from './note-keys.js';
import { hasWebRtc } from './note-room.js';
import { PairingAnswer } from './pairing-answer.svelte.js';
import { PairingOffer } from './pairing-offer.svelte.js';
import type { OfferingTry, PairingImpediment, Pairings, PairingTry } from './pairing-types.js';
import type { PairingTools } from './pairing.svelte.js';

async function impediment(
	meetingConfig: () => Promise<MeetingConfig>
): Promise<PairingImpediment | undefined> {
	if (!hasWebRtc()) return 'no-webrtc';
	const { onlyThroughTurn } = await meetingConfig();
	return onlyThroughTurn ? 'only-through-turn' : undefined;
}

/** Connects an open note to devices without a relay, one try at a time. */
export class NotePairings implements Pairings {
	readonly #tools: PairingTools;
	readonly #channels = new Set<Channel>();
	#current: PairingTry | undefined;
	#closed = false;

	/** `connected` takes each channel that comes of it. `makeLink`: another one for tests. */
	constructor(
		keys: DerivedNoteKeys,
		meetingConfig: () => Promise<MeetingConfig>,
		clock: Clock,
		connected: (channel: Channel) => void,
		makeLink: () => DirectLink = () => new QrConnection(clock)
	) {
		this.#tools = {
			keys,
			clock,
			wallClock: () => Date.now(),
			impediment: () => impediment(meetingConfig),
			makeLink,
			connected: (channel) => {
				this.#channels.add(channel);
				channel.onClose(() => this.#channels.delete(channel));
				connected(channel);
			}
		};
	}

	offer(inviteLink: string): OfferingTry {
		return untrack(() => this.#take(new PairingOffer(inviteLink, this.#tools)));
	}

	answer(offer: string): PairingTry {
		return untrack(() => this.#take(new PairingAnswer(offer, this.#tools)));
	}

	/** Other servers are used: if that forbids direct connections, those that there are end, and the try under way. */
	async serversChanged(): Promise<void> {
		if ((await this.#tools.impediment()) !== undefined) this.giveUp();
	}

	/** Ends the connections that there are, and the try under way. */
	giveUp(): void {
		this.#current?.close();
		for (const channel of [...this.#channels]) channel.giveUp();
	}

	/** Gives up what is under way, for good. */
	close(): void {
		this.#closed = true;
		this.#current?.close();
	}

	#take<Try extends PairingTry>(pairing: Try): Try {
		this.#current?.close();
		this.#current = pairing;
		if (this.#closed) pairing.close();
		return pairing;
	}
}
