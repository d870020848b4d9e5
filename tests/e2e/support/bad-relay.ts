import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { freePort } from './free-port.js';

/** How a relay fails: takes connections and says nothing; opens and never answers; takes events and hands none on; refuses. */
export type Fault = 'silent' | 'mute' | 'swallows' | 'refuses';

/** A relay of this machine that is of no use, and says so in none but its own way. */
export class BadRelay {
	readonly #sockets = new Set<Socket>();

	private constructor(
		private readonly server: Server | WebSocketServer,
		readonly url: string
	) {
		if (server instanceof WebSocketServer) return;
		server.on('connection', (socket) => {
			this.#sockets.add(socket);
			socket.on('error', () => socket.destroy());
		});
	}

	static async start(fault: Fault): Promise<BadRelay> {
		const port = await freePort();
		const url = `ws://127.0.0.1:${port}`;
		const listening = { host: '127.0.0.1', port };
		const server =
			fault === 'silent' ? createServer().listen(listening) : new WebSocketServer({ ...listening });
		if (server instanceof WebSocketServer) server.on('connection', (client) => behave(client, fault));
		await once(server, 'listening');
		return new BadRelay(server, url);
	}

	/** The address of a relay that is not there at all. */
	static async deadUrl(): Promise<string> {
		return `ws://127.0.0.1:${await freePort()}`;
	}

	async stop(): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		if (this.server instanceof WebSocketServer) for (const client of this.server.clients) client.terminate();
		const closed = once(this.server, 'close');
		this.server.close();
		await closed;
	}
}

function behave(client: WebSocket, fault: Fault): void {
	client.on('error', () => client.terminate());
	client.on('message', (data: Buffer) => {
		if (fault === 'mute') return;
		const [type, about] = JSON.parse(data.toString()) as [string, string | { id: string }];
		const say = (message: unknown) => client.send(JSON.stringify(message));
		if (type === 'REQ' && fault === 'refuses') say(['CLOSED', about, 'restricted: members only']);
		else if (type === 'REQ') say(['EOSE', about]);
		else if (type === 'EVENT' && typeof about === 'object') say(['OK', about.id, true, '']);
	});
}
