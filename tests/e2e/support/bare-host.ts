import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
	'.css': 'text/css',
	'.html': 'text/html',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript',
	'.json': 'application/json',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json'
};

/**
 * The barest of static hosts: it sends the files of a directory as they lie there, below a path. It rewrites nothing, has no
 * page in the place of those that are missing, and says only of what type a file is. A directory without the slash at
 * its end is answered with a redirect, as by most.
 */
export class BareHost {
	/** What was asked for and is not there, in order. */
	readonly missing: string[] = [];
	readonly #server: Server;

	private constructor(
		private readonly base: string,
		private readonly dir: string,
		private readonly config: string
	) {
		this.#server = createServer(({ url = '' }, response) => {
			this.#answer(url.split('?', 1)[0] ?? '', response);
		});
	}

	/** Serves a directory below a path, with this config.json in the place of its own. */
	static async below(base: string, dir: string, config: object): Promise<BareHost> {
		const host = new BareHost(base, dir, JSON.stringify(config));
		host.#server.listen(0, 'localhost');
		await once(host.#server, 'listening');
		return host;
	}

	/** Of the app, without a slash at its end. */
	get url(): string {
		return `http://localhost:${(this.#server.address() as AddressInfo).port}${this.base}`;
	}

	async stop(): Promise<void> {
		if (!this.#server.listening) return;
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#answer(path: string, response: ServerResponse): void {
		const file = path.startsWith(this.base) ? join(this.dir, path.slice(this.base.length)) : undefined;
		const stats = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
		if (file === undefined || stats === undefined) {
			this.missing.push(path);
			response.writeHead(404).end();
		} else if (path === `${this.base}/config.json`) send(response, file, this.config);
		else if (!stats.isDirectory()) send(response, file, readFileSync(file));
		else if (path.endsWith('/')) send(response, 'index.html', readFileSync(join(file, 'index.html')));
		else response.writeHead(301, { Location: `${path}/` }).end();
	}
}

function send(response: ServerResponse, file: string, content: string | Buffer): void {
	response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
	response.end(content);
}
