import { Proxy } from './proxy.js';
import type { Server } from './server.js';
import { signalIn, withCipher, type Signal } from './signalling.js';

/** What is passed on in the place of a signal's cipher text; undefined: nothing. */
export type Tamper = (signal: Signal) => string | undefined | Promise<string | undefined>;

/** A relay that passes on something else than it was given, where a test wants it. */
export class EvilRelay {
	/** Undefined: it is honest. */
	tamper: Tamper | undefined;
	/** What it has tampered with so far. */
	readonly tampered: Signal['kind'][] = [];
	#proxy: Proxy | undefined;

	static async before(target: Server): Promise<EvilRelay> {
		const relay = new EvilRelay();
		relay.#proxy = await Proxy.before(target, { toClient: (message) => relay.#toClient(message) });
		return relay;
	}

	/** Where the app is, with this relay. */
	get url(): string {
		return this.#proxy?.url ?? '';
	}

	async stop(): Promise<void> {
		await this.#proxy?.stop();
	}

	async #toClient(message: string): Promise<string | undefined> {
		const { tamper } = this;
		const [type, subscription, event] = JSON.parse(message) as [string, string, { content: string }];
		const signal = tamper !== undefined && type === 'EVENT' ? signalIn(event.content) : undefined;
		if (tamper === undefined || signal === undefined) return message;
		this.tampered.push(signal.kind);
		const cipher = await tamper(signal);
		if (cipher === undefined) return undefined;
		// Pages do not look at an event's signature, which is no longer right.
		const content = withCipher(event.content, signal.kind, cipher);
		return JSON.stringify([type, subscription, { ...event, content }]);
	}
}
