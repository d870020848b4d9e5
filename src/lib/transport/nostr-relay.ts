import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { AwaitedAnswers } from './awaited-answers.js';
import {
	RELAY_ANSWER_TIMEOUT_MS,
	RELAY_CHECK_TIMEOUT_MS,
	RELAY_FRESH_MS,
	RELAY_OPEN_TIMEOUT_MS,
	RELAY_RETRY_MAX_MS,
	RELAY_RETRY_MIN_MS,
	RELAY_STEADY_MS
} from './limits.js';
import type { SignedEvent } from './nostr-event.js';
import { readRelayMessage, type NostrEvent, type RelayMessage } from './nostr-message.js';
import { openSocket } from './open-socket.js';
import type { RelayState, RelayView } from './room.js';

type EventListener = (event: NostrEvent) => void;

interface Subscription {
	readonly request: string;
	readonly listener: EventListener;
}

/**
 * One Nostr relay (NIP-01), kept connected: a socket that fails or ends is opened again, with growing waits, for as
 * long as the relay is in use. Trystero's own relay sockets give up for ever after some two minutes.
 *
 * It is `answering` as long as it confirms subscriptions and sends back what was announced through it, in time. One that takes
 * announcements and does not send them back is kept connected, and is `failing` until one comes.
 */
export class NostrRelay {
	readonly #subscriptions = new Map<string, Subscription>();
	readonly #stateChanged = new Emitter<undefined>();
	readonly #connected = new Emitter<undefined>();
	readonly #awaited: AwaitedAnswers;
	#socket: WebSocket | undefined;
	#cancelTimer: CancelTimer = () => undefined;
	#cancelPatience: CancelTimer = () => undefined;
	#cancelCheck: CancelTimer | undefined;
	#connectingSince = 0;
	#openedAt = Number.POSITIVE_INFINITY;
	#retryMs = RELAY_RETRY_MIN_MS;
	#subscriptionNumber = 0;
	#heardAt = Number.NEGATIVE_INFINITY;
	#state: RelayState = 'connecting';
	#roundTripMs: number | undefined;
	/** It failed at passing something on: only that it does so again shows that it works. */
	#owesEcho = false;
	#closed = false;

	constructor(
		readonly url: string,
		private readonly clock: Clock
	) {
		this.#awaited = new AwaitedAnswers(clock, RELAY_ANSWER_TIMEOUT_MS, (key, sentAt) =>
			this.#unanswered(key, sentAt)
		);
		this.#connect();
	}

	get view(): RelayView {
		return { url: this.url, state: this.#state, roundTripMs: this.#roundTripMs };
	}

	/** Tells of each change of `view`. */
	onStateChange(listener: () => void): Unsubscribe {
		return this.#stateChanged.on(listener);
	}

	/** Tells of each time that the relay was connected and told of all subscriptions. */
	onConnected(listener: () => void): Unsubscribe {
		return this.#connected.on(listener);
	}

	/** Asks for events that match a filter, now and after each reconnect. */
	subscribe(filter: Readonly<Record<string, unknown>>, listener: EventListener): Unsubscribe {
		this.#subscriptionNumber += 1;
		const id = `perch-${this.#subscriptionNumber}`;
		const request = JSON.stringify(['REQ', id, filter]);
		this.#subscriptions.set(id, { request, listener });
		this.#request(id, request);
		return () => {
			if (!this.#subscriptions.delete(id)) return;
			this.#awaited.forget(id);
			this.#send(JSON.stringify(['CLOSE', id]));
		};
	}

	/** Sends an event; while the relay is not connected it is dropped, for signalling grows stale at once. */
	publish({ message }: SignedEvent): void {
		this.#send(message);
	}

	/** Sends an event that a subscription asks for: the relay has to send it back. */
	announce({ id, message }: SignedEvent): void {
		if (this.#send(message)) this.#awaited.add(id);
	}

	/**
	 * Tries at once to connect if it is not connected: the network is back, or the page was woken. A socket that looks open
	 * may be dead then: one that does not answer is replaced.
	 */
	retryNow(): void {
		if (this.#closed) return;
		if (this.#socket?.readyState === WebSocket.OPEN) {
			this.#check();
			return;
		}
		const isFresh = this.clock.now() - this.#connectingSince < RELAY_FRESH_MS;
		if (this.#socket?.readyState === WebSocket.CONNECTING && isFresh) return;
		this.#retryMs = RELAY_RETRY_MIN_MS;
		this.#connect();
	}

	/** Gives the relay up. */
	close(): void {
		this.#closed = true;
		this.#release();
	}

	/** A request that is made again is answered again (NIP-01: EOSE); whatever comes shows that the relay is there. */
	#check(): void {
		const [subscription] = this.#subscriptions;
		if (subscription === undefined || this.#cancelCheck !== undefined) return;
		const [id, { request }] = subscription;
		this.#request(id, request);
		this.#cancelCheck = this.clock.after(RELAY_CHECK_TIMEOUT_MS, () => this.#replace());
	}

	/** What was connected is dead, and not the relay: another socket may be had at once. */
	#replace(): void {
		this.#retryMs = RELAY_RETRY_MIN_MS;
		this.#setState('connecting');
		this.#connect();
	}

	#endCheck(): void {
		this.#cancelCheck?.();
		this.#cancelCheck = undefined;
	}

	#connect(): void {
		this.#release();
		this.#connectingSince = this.clock.now();
		this.#openedAt = Number.POSITIVE_INFINITY;
		const socket = openSocket(this.url);
		this.#socket = socket;
		// Also where there is no socket: what keeps the browser from making one now may be gone later.
		this.#cancelTimer = this.clock.after(RELAY_OPEN_TIMEOUT_MS, () => this.#lost());
		this.#cancelPatience = this.clock.after(RELAY_ANSWER_TIMEOUT_MS, () => this.#setState('failing'));
		if (socket === undefined) this.#setState('failing');
		if (socket === undefined) return;
		socket.onopen = () => {
			this.#cancelTimer();
			this.#openedAt = this.clock.now();
			for (const [id, { request }] of this.#subscriptions) this.#request(id, request);
			this.#connected.emit(undefined);
		};
		socket.onmessage = ({ data }: MessageEvent<unknown>) => {
			this.#heardAt = this.clock.now();
			this.#endCheck();
			const message = readRelayMessage(data);
			if (message !== undefined) this.#receive(message);
		};
		// An error is always followed by close. A page that was frozen has lost its sockets, and hears of it only when it runs on.
		socket.onclose = () => (this.#cancelCheck === undefined ? this.#lost() : this.#replace());
	}

	#lost(): void {
		const hasLasted = this.clock.now() - this.#openedAt >= RELAY_STEADY_MS;
		if (hasLasted) this.#retryMs = RELAY_RETRY_MIN_MS;
		this.#release();
		const jitter = 0.5 + Math.random() / 2;
		this.#cancelTimer = this.clock.after(this.#retryMs * jitter, () => this.#connect());
		this.#retryMs = Math.min(this.#retryMs * 2, RELAY_RETRY_MAX_MS);
		this.#setState('failing');
	}

	#release(): void {
		this.#cancelTimer();
		this.#cancelPatience();
		this.#endCheck();
		this.#awaited.clear();
		const socket = this.#socket;
		this.#socket = undefined;
		if (socket === undefined) return;
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}

	/** @returns whether it was sent */
	#send(message: string): boolean {
		if (this.#socket?.readyState !== WebSocket.OPEN) return false;
		this.#socket.send(message);
		return true;
	}

	#request(id: string, request: string): void {
		if (this.#send(request)) this.#awaited.add(id);
	}

	#receive(message: RelayMessage): void {
		switch (message.type) {
			case 'event':
				this.#answered(message.event.id, true);
				this.#subscriptions.get(message.subscription)?.listener(message.event);
				break;
			case 'subscribed':
				this.#answered(message.subscription, false);
				break;
			case 'closed':
				if (!this.#subscriptions.has(message.subscription)) return;
				console.warn('a relay ended a subscription', message.reason);
				this.#owesEcho = true;
				this.#lost();
				break;
			case 'verdict':
				if (message.accepted || !this.#awaited.forget(message.eventId)) return;
				console.warn('a relay refused an announcement', message.reason);
				this.#failsToPassOn();
				break;
		}
	}

	#answered(key: string, isEcho: boolean): void {
		const roundTripMs = this.#awaited.answered(key);
		if (roundTripMs === undefined) return;
		this.#roundTripMs = roundTripMs;
		// Whatever was asked before: it is heard to do all that is wanted of it.
		if (isEcho) this.#awaited.clear();
		if (isEcho) this.#owesEcho = false;
		if (this.#owesEcho) return;
		this.#cancelPatience();
		this.#state = 'answering';
		this.#stateChanged.emit(undefined);
	}

	#unanswered(key: string, sentAt: number): void {
		// Where nothing at all was heard since, the connection may be dead, as after a change of the network.
		if (this.#heardAt < sentAt || this.#subscriptions.has(key)) this.#lost();
		else this.#failsToPassOn();
	}

	#failsToPassOn(): void {
		this.#owesEcho = true;
		this.#setState('failing');
	}

	#setState(state: RelayState): void {
		if (this.#state === state) return;
		this.#state = state;
		this.#stateChanged.emit(undefined);
	}
}
