import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Server } from './server.js';

/** What a proxy does besides passing everything on. */
export interface ProxyHooks {
	/** Sees the head of each request. */
	head?(request: IncomingMessage): void;
	/** Sees each piece of each request's body. */
	body?(chunk: Buffer): void;
	/** Sees each message to the relay. */
	toRelay?(message: Buffer): void;
	/** What a client gets in the place of a relay's message, one after another; undefined: nothing. */
	toClient?(message: string): Promise<string | undefined>;
	/** What clients get in the place of a script of the app. */
	script?(code: string): string;
}

/** Stands before a server and its relay. */
export class Proxy {
	readonly #server: HttpServer;
	readonly #webSockets = new WebSocketServer({ noServer: true });

	private constructor(
		private readonly target: Server,
		private readonly hooks: ProxyHooks
	) {
		this.#server = createServer((request, response) => {
			hooks.head?.(request);
			request.on('data', (chunk: Buffer) => hooks.body?.(chunk));
			const { method, url: path, headers } = request;
			const isScript = hooks.script !== undefined && path?.startsWith('/_app/') && path.endsWith('.js');
			if (isScript) headers['accept-encoding'] = 'identity';
			const asked = ask({ host: 'localhost', port: target.port, method, path, headers }, (answer) => {
				if (isScript) delete answer.headers['content-length'];
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				if (!isScript) answer.pipe(response);
				else void answer.toArray().then((chunks) => this.#endWithScript(response, chunks as Buffer[]));
			});
			asked.on('error', () => response.destroy());
			request.pipe(asked);
		});
		this.#server.on('upgrade', (request, socket, head) => {
			hooks.head?.(request);
			this.#webSockets.handleUpgrade(request, socket, head, (client) => {
				this.#passOn(client, request.url ?? '');
			});
		});
	}

	static async before(target: Server, hooks: ProxyHooks): Promise<Proxy> {
		const proxy = new Proxy(target, hooks);
		proxy.#server.listen(0, 'localhost');
		await once(proxy.#server, 'listening');
		return proxy;
	}

	get url(): string {
		return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		for (const client of this.#webSockets.clients) client.terminate();
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#endWithScript(response: { end(body: string): void }, chunks: readonly Buffer[]): void {
		const code = Buffer.concat(chunks).toString();
		response.end(this.hooks.script?.(code) ?? code);
	}

	#passOn(client: WebSocket, path: string): void {
		const relay = new WebSocket(`ws://localhost:${this.target.port}${path}`);
		const opened = once(relay, 'open');
		opened.catch(() => client.terminate());
		client.on('message', (message: Buffer) => {
			this.hooks.toRelay?.(message);
			opened.then(
				() => relay.send(message.toString()),
				() => undefined
			);
		});
		let last = Promise.resolve();
		relay.on('message', (message: Buffer) => {
			last = last.then(() => this.#tell(client, message.toString()));
		});
		client.on('close', () => relay.terminate());
		relay.on('close', () => client.terminate());
		relay.on('error', () => client.terminate());
	}

	async #tell(client: WebSocket, message: string): Promise<void> {
		const told = this.hooks.toClient === undefined ? message : await this.hooks.toClient(message);
		if (told !== undefined && client.readyState === WebSocket.OPEN) client.send(told);
	}
}
