import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Server } from './server.js';

/** Stands before a server and its relay and keeps all that they are sent: a server and a relay that log everything. */
export class RecordingProxy {
	/** The heads and bodies of all requests. */
	readonly requests: Buffer[] = [];
	/** The messages that clients sent to the relay. */
	readonly relayed: Buffer[] = [];
	readonly #server: HttpServer;
	readonly #webSockets = new WebSocketServer({ noServer: true });

	private constructor(private readonly target: Server) {
		this.#server = createServer((request, response) => {
			this.#note(request);
			request.on('data', (chunk: Buffer) => this.requests.push(chunk));
			const { method, url: path, headers } = request;
			const asked = ask({ host: 'localhost', port: target.port, method, path, headers }, (answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			});
			asked.on('error', () => response.destroy());
			request.pipe(asked);
		});
		this.#server.on('upgrade', (request, socket, head) => {
			this.#note(request);
			this.#webSockets.handleUpgrade(request, socket, head, (client) => {
				this.#passOn(client, request.url ?? '');
			});
		});
	}

	static async before(target: Server): Promise<RecordingProxy> {
		const proxy = new RecordingProxy(target);
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

	#note({ method, url, rawHeaders }: IncomingMessage): void {
		this.requests.push(Buffer.from([method, url, ...rawHeaders].join('\n')));
	}

	#passOn(client: WebSocket, path: string): void {
		const relay = new WebSocket(`ws://localhost:${this.target.port}${path}`);
		const opened = once(relay, 'open');
		opened.catch(() => client.terminate());
		client.on('message', (message: Buffer) => {
			this.relayed.push(message);
			opened.then(
				() => relay.send(message.toString()),
				() => undefined
			);
		});
		relay.on('message', (message: Buffer) => client.send(message.toString()));
		client.on('close', () => relay.terminate());
		relay.on('close', () => client.terminate());
		relay.on('error', () => client.terminate());
	}
}
