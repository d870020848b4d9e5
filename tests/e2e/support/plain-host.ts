import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

const BUILD_DIR = fileURLToPath(new URL('../../../build', import.meta.url));

/** A server of this machine that is not Perch's own. */
export class PlainHost {
	private constructor(
		private readonly server: Server,
		readonly url: string,
		/** What was asked of it, in order. */
		readonly requests: readonly string[]
	) {}

	/** A static host: it serves the build and adds no header of security. Its config.json names no relay. */
	static async ofBuild(): Promise<PlainHost> {
		const files = sirv(BUILD_DIR);
		return await PlainHost.#listen('localhost', (path) =>
			path === '/config.json' ? '{"relays":[]}' : files
		);
	}

	/** Somebody else's origin, which answers any page's request with this page. */
	static async foreign(html = ''): Promise<PlainHost> {
		return await PlainHost.#listen('127.0.0.1', () => html);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	static async #listen(
		host: string,
		answer: (path: string) => string | ReturnType<typeof sirv>
	): Promise<PlainHost> {
		const requests: string[] = [];
		const server = createServer((request, response) => {
			const path = request.url ?? '';
			requests.push(`${request.method ?? ''} ${path}`);
			const what = answer(path);
			if (typeof what === 'function') what(request, response);
			else {
				response.setHeader('Access-Control-Allow-Origin', '*');
				response.setHeader('Content-Type', 'text/html').end(what);
			}
		});
		server.on('upgrade', (request, socket) => {
			requests.push(`UPGRADE ${request.url ?? ''}`);
			socket.destroy();
		});
		server.listen(0, host);
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		return new PlainHost(server, `http://${host}:${port}`, requests);
	}
}
