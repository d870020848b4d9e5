import { Proxy } from './proxy.js';
import type { Server } from './server.js';

/** Stands before a server and its relay and keeps all that they are sent: a server and a relay that log everything. */
export class RecordingProxy {
	private constructor(
		private readonly proxy: Proxy,
		/** The heads and bodies of all requests. */
		readonly requests: readonly Buffer[],
		/** The messages that clients sent to the relay. */
		readonly relayed: readonly Buffer[]
	) {}

	static async before(target: Server): Promise<RecordingProxy> {
		const requests: Buffer[] = [];
		const relayed: Buffer[] = [];
		const proxy = await Proxy.before(target, {
			head: ({ method, url, rawHeaders }) =>
				requests.push(Buffer.from([method, url, ...rawHeaders].join('\n'))),
			body: (chunk) => requests.push(chunk),
			toRelay: (message) => relayed.push(message)
		});
		return new RecordingProxy(proxy, requests, relayed);
	}

	get url(): string {
		return this.proxy.url;
	}

	async stop(): Promise<void> {
		await this.proxy.stop();
	}
}
