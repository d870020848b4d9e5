/** How a relay of a test behaves towards its clients. */
export type Manner =
	/** Does what is asked. */
	| 'works'
	/** Takes no connection. */
	| 'refuses'
	/** Leaves the opening of a socket unanswered. */
	| 'silent'
	/** Opens, and says nothing ever. */
	| 'mute'
	/** Confirms everything, and passes nothing on. */
	| 'swallows'
	/** Ends each subscription. */
	| 'closes'
	/** Refuses each event. */
	| 'rejects';

type ClientMessage = [type: string, ...fields: unknown[]];

/** Relays that answer at once, by address, and the sockets of this page to them. */
export class FakeRelays {
	readonly manners = new Map<string, Manner>();
	readonly sockets = new Set<FakeSocket>();
	/** How many sockets were ever begun with. */
	begun = 0;
	/** What was sent to each relay, by type. */
	readonly received: { readonly url: string; readonly type: string }[] = [];

	/** A class to take the place of WebSocket. */
	get socketClass(): typeof WebSocket {
		const openAt = (url: string) => new FakeSocket(url, this);
		return Object.assign(
			function (url: string) {
				return openAt(url);
			},
			{ CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }
		) as unknown as typeof WebSocket;
	}

	/** The addresses to which this page is connected or connecting. */
	get inUse(): string[] {
		return [...new Set([...this.sockets].map(({ url }) => url))].sort();
	}

	/** Changes how a relay behaves, and ends the connections to it, as a restart does. */
	restart(url: string, manner: Manner): void {
		this.manners.set(url, manner);
		for (const socket of this.sockets) if (socket.url === url) socket.end();
	}

	/** Hands an event to all who asked for its topic, as from another client. */
	deliver(url: string, event: unknown): void {
		for (const socket of this.sockets) if (socket.url === url) socket.deliver(event);
	}

	count(url: string, type: string): number {
		return this.received.filter((message) => message.url === url && message.type === type).length;
	}
}

export class FakeSocket {
	readyState = 0;
	onopen: (() => void) | null = null;
	onclose: ((event: { reason: string }) => void) | null = null;
	onmessage: ((event: { data: string }) => void) | null = null;
	readonly #subscriptions = new Set<string>();

	constructor(
		readonly url: string,
		private readonly relays: FakeRelays
	) {
		relays.sockets.add(this);
		relays.begun += 1;
		if (this.#manner === 'silent') return;
		queueMicrotask(() => {
			if (this.#manner === 'refuses') this.end();
			else this.#open();
		});
	}

	send(text: string): void {
		const [type, first] = JSON.parse(text) as ClientMessage;
		this.relays.received.push({ url: this.url, type });
		queueMicrotask(() => this.#answer(type, first));
	}

	close(): void {
		this.readyState = 3;
		this.relays.sockets.delete(this);
	}

	end(): void {
		this.close();
		this.onclose?.({ reason: '' });
	}

	deliver(event: unknown): void {
		for (const id of this.#subscriptions) this.#say(['EVENT', id, event]);
	}

	get #manner(): Manner {
		return this.relays.manners.get(this.url) ?? 'works';
	}

	#open(): void {
		if (this.readyState !== 0) return;
		this.readyState = 1;
		this.onopen?.();
	}

	#answer(type: string, first: unknown): void {
		if (this.#manner === 'mute') return;
		if (type === 'REQ' && this.#manner === 'closes') this.#say(['CLOSED', first, 'restricted: members only']);
		else if (type === 'REQ') {
			this.#subscriptions.add(first as string);
			this.#say(['EOSE', first]);
		} else if (type === 'EVENT') this.#take(first as { id: string });
	}

	#take(event: { id: string }): void {
		const accepted = this.#manner !== 'rejects';
		this.#say(['OK', event.id, accepted, accepted ? '' : 'blocked: not here']);
		if (this.#manner === 'works') this.relays.deliver(this.url, event);
	}

	#say(message: unknown): void {
		if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(message) });
	}
}
