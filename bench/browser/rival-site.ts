import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { build } from 'vite';
import { freePort } from '../../tests/e2e/support/free-port.js';

const SITE = fileURLToPath(new URL('site/', import.meta.url));
const BUILT = fileURLToPath(new URL('../../test-results/bench/', import.meta.url));
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const SIGNALLING = fileURLToPath(new URL('../node_modules/y-webrtc/bin/server.js', import.meta.url));

/** The same copies of these as in Perch: there may be one CodeMirror in a page, and Loro's is that for bundlers. */
const SHARED = {
	'@codemirror/state': `${MODULES}@codemirror/state`,
	'@codemirror/view': `${MODULES}@codemirror/view`,
	'loro-crdt/web': `${MODULES}loro-crdt/web`,
	'loro-crdt': `${MODULES}loro-crdt/web/index.js`
};

/** Where the page of those is that Perch is held against: built as an app is, and served from this machine. */
export class RivalSite {
	private constructor(
		private readonly server: Server,
		readonly url: string
	) {}

	/** `name`: no other that is up at the same time has it. */
	static async start(name: string): Promise<RivalSite> {
		const outDir = `${BUILT}${name}/`;
		await build({
			configFile: false,
			logLevel: 'error',
			root: SITE,
			resolve: { alias: SHARED },
			build: {
				outDir,
				emptyOutDir: true,
				target: 'es2022'
			}
		});
		const server = createServer(sirv(outDir));
		server.listen(0, 'localhost');
		await once(server, 'listening');
		return new RivalSite(server, `http://localhost:${(server.address() as AddressInfo).port}`);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}

/** y-webrtc's own server, at which its peers find each other. */
export class Signalling {
	#stop: () => Promise<void> = () => Promise.resolve();

	private constructor(private readonly port: number) {}

	static async start(): Promise<Signalling> {
		const signalling = new Signalling(await freePort());
		await signalling.start();
		return signalling;
	}

	get url(): string {
		return `ws://localhost:${this.port}`;
	}

	async start(): Promise<void> {
		const child = spawn(process.execPath, [SIGNALLING], {
			env: { ...process.env, PORT: String(this.port) },
			stdio: ['ignore', 'pipe', 'inherit']
		});
		await once(child.stdout, 'data');
		this.#stop = async () => {
			child.kill('SIGKILL');
			await once(child, 'exit');
		};
	}

	async stop(): Promise<void> {
		await this.#stop();
	}
}
