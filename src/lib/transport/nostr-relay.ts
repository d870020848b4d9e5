import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import {
	MAX_RELAY_MESSAGE,
	RELAY_CHECK_TIMEOUT_MS,
	RELAY_FRESH_MS,
	RELAY_OPEN_TIMEOUT_MS,
	RELAY_RETRY_MAX_MS,
	RELAY_RETRY_MIN_MS
} from './limits.js';

/** The part of a Nostr event (NIP-01) that the meeting of peers needs. */
export interface NostrEvent {
	readonly content: string;
}

type EventListener = (event: NostrEvent) => void;

interface Subscription {
	readonly request: string;
	readonly listener: EventListener;
}

function isEvent(value: unknown): value is NostrEvent {
	return (
		typeof value === 'object' && value !== null && 'content' in value && typeof value.content === 'string'
	);
}

function parse(text: string): readonly unknown[] | undefined {
	try {
		const message: unknown = JSON.parse(text);
		return Array.isArray(message) ? message : undefined;
	} catch (failure) {
		if (failure instanceof SyntaxError) return undefined;
		throw failure;
	}
}

/** Undefined where the browser refuses the address, as an insecure one from a secure page. */
function openSocket(url: string): WebSocket | undefined {
	try {
		return new WebSocket(url);
	} catch (failure) {
		if (!(failure instanceof DOMException)) throw failure;
		console.warn('the browser does not connect to this relay', failure.name);
		return undefined;
	}
}

/**
 * One Nostr relay (NIP-01), kept connected: a socket that fails or ends is opened again, with growing waits, for as
 * long as the relay is in use. Trystero's own relay sockets give up for ever after some two minutes.
 */
export class NostrRelay {
	readonly #subscriptions = new Map<string, Subscription>();
	readonly #stateChanged = new Emitter<undefined>();
	#socket: WebSocket | undefined;
	#cancelTimer: CancelTimer = () => undefined;
	#cancelCheck: CancelTimer | undefined;
	#retryMs = RELAY_RETRY_MIN_MS;
	#connectingSince = 0;
	#subscriptionNumber = 0;
	#closed = false;

	constructor(
		readonly url: string,
		private readonly clock: Clock
	) {
		this.#connect();
	}

	/** Whether the relay is connected now. */
	get isOpen(): boolean {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	/** Whether the relay was given up by `close`. */
	get isClosed(): boolean {
		return this.#closed;
	}

	/** Tells of each change of `isOpen` and `isClosed`. */
	onStateChange(listener: () => void): Unsubscribe {
		return this.#stateChanged.on(listener);
	}

	/** Resolves once the relay is connected: true; or once it was given up: false. */
	opened(): Promise<boolean> {
		return new Promise((resolve) => {
			const settle = () => {
				if (!this.isOpen && !this.#closed) return;
				unsubscribe();
				resolve(this.isOpen);
			};
			const unsubscribe = this.#stateChanged.on(settle);
			settle();
		});
	}

	/** Asks for events that match a filter, now and after each reconnect. */
	subscribe(filter: Readonly<Record<string, unknown>>, listener: EventListener): Unsubscribe {
		this.#subscriptionNumber += 1;
		const id = `perch-${this.#subscriptionNumber}`;
		const request = JSON.stringify(['REQ', id, filter]);
		this.#subscriptions.set(id, { request, listener });
		this.#send(request);
		return () => {
			if (this.#subscriptions.delete(id)) this.#send(JSON.stringify(['CLOSE', id]));
		};
	}

	/** Sends a client message; while the relay is not connected it is dropped, for signalling grows stale at once. */
	publish(message: string): void {
		this.#send(message);
	}

	/**
	 * Tries at once to connect if it is not connected: the network is back, or the page was woken. A socket that looks open
	 * may be dead then: one that does not answer is replaced.
	 */
	retryNow(): void {
		if (this.#closed) return;
		if (this.isOpen) {
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
		if (this.#closed) return;
		this.#closed = true;
		this.#cancelTimer();
		this.#release();
		this.#stateChanged.emit(undefined);
	}

	/** A request that is made again is answered again (NIP-01: EOSE); whatever comes shows that the relay is there. */
	#check(): void {
		const [subscription] = this.#subscriptions.values();
		if (subscription === undefined || this.#cancelCheck !== undefined) return;
		this.#send(subscription.request);
		this.#cancelCheck = this.clock.after(RELAY_CHECK_TIMEOUT_MS, () => this.#replace());
	}

	/** What was connected is dead, and not the relay: another socket may be had at once. */
	#replace(): void {
		this.#retryMs = RELAY_RETRY_MIN_MS;
		this.#connect();
		this.#stateChanged.emit(undefined);
	}

	#endCheck(): void {
		this.#cancelCheck?.();
		this.#cancelCheck = undefined;
	}

	#connect(): void {
		this.#cancelTimer();
		this.#release();
		this.#connectingSince = this.clock.now();
		const socket = openSocket(this.url);
		this.#socket = socket;
		// Also where there is no socket: what keeps the browser from making one now may be gone later.
		this.#cancelTimer = this.clock.after(RELAY_OPEN_TIMEOUT_MS, () => this.#lost());
		if (socket === undefined) return;
		socket.onopen = () => {
			this.#cancelTimer();
			this.#retryMs = RELAY_RETRY_MIN_MS;
			for (const { request } of this.#subscriptions.values()) socket.send(request);
			this.#stateChanged.emit(undefined);
		};
		socket.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
		// An error is always followed by close. A page that was frozen has lost its sockets, and hears of it only when it runs on.
		socket.onclose = () => (this.#cancelCheck === undefined ? this.#lost() : this.#replace());
	}

	#lost(): void {
		this.#cancelTimer();
		this.#release();
		const jitter = 0.5 + Math.random() / 2;
		this.#cancelTimer = this.clock.after(this.#retryMs * jitter, () => this.#connect());
		this.#retryMs = Math.min(this.#retryMs * 2, RELAY_RETRY_MAX_MS);
		this.#stateChanged.emit(undefined);
	}

	#release(): void {
		this.#endCheck();
		const socket = this.#socket;
		this.#socket = undefined;
		if (socket === undefined) return;
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}

	#send(message: string): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
	}

	#receive(data: unknown): void {
		this.#endCheck();
		if (typeof data !== 'string' || data.length > MAX_RELAY_MESSAGE) return;
		const [type, subscription, event] = parse(data) ?? [];
		if (type !== 'EVENT' || typeof subscription !== 'string' || !isEvent(event)) return;
		this.#subscriptions.get(subscription)?.listener(event);
	}
}
