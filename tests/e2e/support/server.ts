import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

const SERVER = fileURLToPath(new URL('../../../server/main.js', import.meta.url));

export interface ServerOptions {
	/** The address that it listens on; both loopback addresses by default. */
	readonly host?: string;
	/** A free one by default, which can only be found in this process's own network namespace. */
	readonly port?: number;
	/** What runs it elsewhere: before the program and its arguments. */
	readonly within?: readonly string[];
	/** The directory of another build. */
	readonly build?: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** The real server with its relay, in a process of its own, so that it can be stopped and started again. */
export class Server {
	#process: ChildProcess | undefined;
	/** Everything that the process wrote to its standard output and error. */
	readonly output: Buffer[] = [];

	private constructor(
		readonly port: number,
		private readonly options: ServerOptions
	) {}

	static async start(options: ServerOptions = {}): Promise<Server> {
		const server = new Server(options.port ?? (await freePort()), options);
		await server.start();
		return server;
	}

	get url(): string {
		return `http://${this.options.host ?? 'localhost'}:${this.port}`;
	}

	async start(): Promise<void> {
		const { host, within = [], env, build } = this.options;
		const [command, ...args] = [...within, process.execPath, SERVER];
		if (build !== undefined) args.push(build);
		const child = spawn(command, args, {
			env: { ...process.env, ...env, PORT: String(this.port), ...(host === undefined ? {} : { HOST: host }) },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		this.#process = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (written: Buffer) => this.output.push(written));
		}
		child.stderr.pipe(process.stderr, { end: false });
		const ended = once(child, 'exit').then(() => {
			throw new Error('the server ended before it listened');
		});
		await Promise.race([once(child.stdout, 'data'), ended]);
		ended.catch(() => undefined);
	}

	/** Ends the process and every connection with it, as when a machine is switched off. */
	async stop(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (child === undefined || child.exitCode !== null) return;
		child.kill('SIGKILL');
		await once(child, 'exit');
	}
}
