import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { turnserverPath } from './programs.js';

/** How long it may take to listen, in milliseconds, on a busy machine. */
const START_TIMEOUT_MS = 20_000;

export interface TurnServerOptions {
	/** Where it listens and relays; the loopback interface by default. */
	readonly address?: string;
	/** A free one by default, which can only be found in this process's own network namespace. */
	readonly port?: number;
	/** What runs it elsewhere: `['/usr/sbin/ip', 'netns', 'exec', NAME]` for a network namespace. */
	readonly within?: readonly string[];
}

/** coturn, which is both a STUN and a TURN server, with one user made up for it, in a process of its own. */
export class TurnServer {
	readonly username = randomBytes(6).toString('hex');
	readonly credential = randomBytes(12).toString('hex');
	/** What it wrote; with each allocation a line that names the user. */
	output = '';
	#process: ChildProcess | undefined;

	private constructor(
		readonly address: string,
		readonly port: number,
		private readonly directory: string
	) {}

	/** Starts one; settles when it listens. @throws if coturn is not on this system, or does not listen in time */
	static async start({
		address = '127.0.0.1',
		port,
		within = []
	}: TurnServerOptions = {}): Promise<TurnServer> {
		const path = turnserverPath();
		const directory = await mkdtemp(join(tmpdir(), 'perch-turn-'));
		const server = new TurnServer(address, port ?? (await freePort(address)), directory);
		try {
			await server.#start(path, within);
		} catch (failure) {
			await server.stop();
			throw failure;
		}
		return server;
	}

	get stunUrl(): string {
		return `stun:${this.address}:${this.port}`;
	}

	get turnUrl(): string {
		return `turn:${this.address}:${this.port}`;
	}

	/** As RTCPeerConnection takes it. */
	get iceServer(): { urls: string; username: string; credential: string } {
		return { urls: this.turnUrl, username: this.username, credential: this.credential };
	}

	async stop(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (child !== undefined && child.exitCode === null && child.signalCode === null) {
			child.kill('SIGKILL');
			await once(child, 'exit');
		}
		await rm(this.directory, { recursive: true, force: true });
	}

	async #start(path: string, within: readonly string[]): Promise<void> {
		const config = join(this.directory, 'turnserver.conf');
		await writeFile(config, this.#config(), { mode: 0o600 });
		const [command, ...args] = [...within, path, '-c', config];
		const child = spawn(command, args, { cwd: this.directory, stdio: ['ignore', 'pipe', 'pipe'] });
		this.#process = child;
		await new Promise<void>((resolve, reject) => {
			const fail = (what: string) => reject(new Error(`turnserver ${what}:\n${this.output}`));
			const timer = setTimeout(() => fail('does not listen'), START_TIMEOUT_MS);
			child.once('error', (failure) => fail(failure.message));
			child.once('exit', () => fail('ended'));
			const read = (written: Buffer) => {
				this.output += written.toString();
				if (
					!this.output.includes('UDP listener opened on') ||
					!this.output.includes('TCP listener opened on')
				)
					return;
				clearTimeout(timer);
				resolve();
			};
			child.stdout.on('data', read);
			child.stderr.on('data', read);
		});
	}

	#config(): string {
		const inDirectory = (name: string) => join(this.directory, name);
		return [
			`listening-ip=${this.address}`,
			`relay-ip=${this.address}`,
			`listening-port=${this.port}`,
			'lt-cred-mech',
			'realm=perch.test',
			`user=${this.username}:${this.credential}`,
			'fingerprint',
			// Both ends of a test are often on this very machine.
			'allow-loopback-peers',
			'no-multicast-peers',
			'no-cli',
			'no-tls',
			'no-dtls',
			'no-rfc5780',
			'relay-threads=1',
			'log-file=stdout',
			// Else it does not say when it listens.
			'verbose',
			`userdb=${inDirectory('turndb')}`,
			`pidfile=${inDirectory('turnserver.pid')}`,
			''
		].join('\n');
	}
}
