import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** What a relay sends: a type and its fields. */
type RelayMessage = [type: string, ...fields: unknown[]];

/** A client of a Nostr relay that keeps what it is told, and lets a test wait for it. */
export class RelayClient {
	readonly received: RelayMessage[] = [];
	/** Resolves with the code when the connection has ended, whoever ended it. */
	readonly closed: Promise<number>;
	#waiting: (() => void)[] = [];

	private constructor(readonly socket: WebSocket) {
		socket.on('message', (data: Buffer) => {
			this.received.push(JSON.parse(data.toString()) as RelayMessage);
			for (const check of this.#waiting.splice(0)) check();
		});
		this.closed = new Promise((resolve) => {
			socket.once('close', (code) => {
				resolve(code);
				for (const check of this.#waiting.splice(0)) check();
			});
		});
	}

	static async open(url: string, options: ClientOptions = {}): Promise<RelayClient> {
		const client = new RelayClient(new WebSocket(url, { perMessageDeflate: false, ...options }));
		await once(client.socket, 'open');
		// Later errors show as a close, which is what tests look at.
		client.socket.on('error', () => undefined);
		return client;
	}

	get isOpen(): boolean {
		return this.socket.readyState === WebSocket.OPEN;
	}

	/** Sends text as it is, and anything else as JSON. */
	send(message: string | readonly unknown[]): void {
		this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
	}

	/** Resolves with the first message received that fits, be it there already or yet to come. */
	message(fits: (message: RelayMessage) => boolean): Promise<RelayMessage> {
		return this.#until(() => this.received.find(fits));
	}

	/** Resolves when that many messages of a type are there. */
	async count(type: string, count: number): Promise<void> {
		await this.#until(() => (this.ofType(type).length >= count ? true : undefined));
	}

	ofType(type: string): RelayMessage[] {
		return this.received.filter(([it]) => it === type);
	}

	/** Sends an event, as Trystero makes them, and resolves with the relay's verdict on it. */
	async publish(eventMessage: string): Promise<{ accepted: boolean; reason: string }> {
		const [, { id }] = JSON.parse(eventMessage) as [string, { id: string }];
		this.send(eventMessage);
		const [, , accepted, reason] = await this.message(([type, about]) => type === 'OK' && about === id);
		return { accepted: accepted as boolean, reason: reason as string };
	}

	/** Sends a REQ and resolves when it is in force. */
	async subscribe(requestMessage: string): Promise<void> {
		const [, id] = JSON.parse(requestMessage) as [string, string];
		this.send(requestMessage);
		await this.message(([type, about]) => type === 'EOSE' && about === id);
	}

	async #until<T>(look: () => T | undefined): Promise<T> {
		for (;;) {
			const found = look();
			if (found !== undefined) return found;
			if (!this.isOpen) throw new Error(`closed, and received only ${this.received.length} messages`);
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}
}
