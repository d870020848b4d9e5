import { randomBytes, toHex } from '../util/bytes.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { PROBE_TIMEOUT_MS } from './limits.js';
import type { SignedEvent } from './nostr-event.js';
import { readRelayMessage, type RelayMessage } from './nostr-message.js';
import { openSocket } from './open-socket.js';

/**
 * Why a relay cannot be used. `forbidden`: the browser does not even try, as with an unencrypted one from an https page.
 * `unreachable`: nothing takes the connection there. `no-answer`: it is taken, and nothing comes. `refused`: the relay
 * says no. `not-passed-on`: it takes events and does not hand them on.
 */
export type RelayProbeFailure = 'forbidden' | 'unreachable' | 'no-answer' | 'refused' | 'not-passed-on';

/** A relay that was tested cannot be used. */
export class RelayProbeError extends Error {
	override readonly name = 'RelayProbeError';

	constructor(
		readonly reason: RelayProbeFailure,
		/** The relay's own words, if it said any. */
		readonly words = ''
	) {
		super(`relay not usable: ${reason}`);
	}
}

export interface RelayProbe {
	/** How long an event took to the relay and back, in milliseconds. */
	readonly roundTripMs: number;
}

const SUBSCRIPTION = 'perch-probe';

/** How many random bytes name the topic of a test, which nobody else is to meet in. */
const TOPIC_BYTES = 32;

/**
 * Tests a relay as a room uses it: connects, subscribes to a topic of its own, publishes an ephemeral event about it and
 * waits for that event to come back.
 *
 * @throws RelayProbeError
 */
export async function probeRelay(url: string, clock: Clock): Promise<RelayProbe> {
	// It is large, and pages that offer this test need it for nothing else.
	const { signEvent, topicFilter } = await import('./nostr-event.js');
	const topic = toHex(randomBytes(TOPIC_BYTES));
	const event = await signEvent(topic, '');
	const request = JSON.stringify(['REQ', SUBSCRIPTION, topicFilter(topic)]);
	const socket = openSocket(url);
	if (socket === undefined) throw new RelayProbeError('forbidden');
	let cancelTimer: CancelTimer = () => undefined;
	try {
		return await new Promise<RelayProbe>((resolve, reject) => {
			const probe = new Probe(socket, request, event, clock, resolve, (reason, words) =>
				reject(new RelayProbeError(reason, words))
			);
			cancelTimer = clock.after(PROBE_TIMEOUT_MS, () => probe.timedOut());
		});
	} finally {
		cancelTimer();
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}
}

/** One test under way. */
class Probe {
	#step: 'opening' | 'subscribing' | 'publishing' = 'opening';
	#sentAt = 0;

	constructor(
		private readonly socket: WebSocket,
		request: string,
		private readonly event: SignedEvent,
		private readonly clock: Clock,
		private readonly succeed: (probe: RelayProbe) => void,
		private readonly fail: (reason: RelayProbeFailure, words?: string) => void
	) {
		socket.onopen = () => {
			this.#step = 'subscribing';
			socket.send(request);
		};
		socket.onmessage = ({ data }: MessageEvent<unknown>) => {
			const message = readRelayMessage(data);
			if (message !== undefined) this.#receive(message);
		};
		socket.onclose = ({ reason }) => {
			if (this.#step === 'opening') fail('unreachable');
			else fail('refused', reason);
		};
	}

	timedOut(): void {
		this.fail(this.#step === 'publishing' ? 'not-passed-on' : 'no-answer');
	}

	#receive(message: RelayMessage): void {
		switch (message.type) {
			case 'subscribed':
				if (this.#step === 'subscribing') this.#publish();
				break;
			case 'event':
				if (message.event.id === this.event.id)
					this.succeed({ roundTripMs: this.clock.now() - this.#sentAt });
				break;
			case 'closed':
				this.fail('refused', message.reason);
				break;
			case 'verdict':
				if (!message.accepted) this.fail('refused', message.reason);
				break;
		}
	}

	#publish(): void {
		this.#step = 'publishing';
		this.#sentAt = this.clock.now();
		this.socket.send(this.event.message);
	}
}
