import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Answer, Answers, Invitation } from './questions.js';

const ENTRY = fileURLToPath(new URL('node-peer.ts', import.meta.url));

/** Where what only the bench needs is found, and git looks at nothing. */
const OUTPUT = fileURLToPath(new URL('../node_modules/.perch-room/', import.meta.url));

const ENDED = 'a peer in Node has ended';

/** Bundles what a peer in Node runs. @returns the program's file */
export async function buildNodePeer(): Promise<string> {
	await build({
		configFile: false,
		logLevel: 'error',
		build: {
			ssr: ENTRY,
			outDir: OUTPUT,
			emptyOutDir: true,
			minify: false,
			target: 'node20',
			rolldownOptions: { output: { entryFileNames: 'node-peer.mjs', chunkFileNames: '[name]-[hash].mjs' } }
		}
	});
	return `${OUTPUT}node-peer.mjs`;
}

/** A peer in a process of its own. */
export class NodePeer {
	readonly #child: ChildProcess;
	readonly #waiting = new Map<number, { resolve(answer: unknown): void; reject(failure: Error): void }>();
	#asked = 0;

	private constructor(child: ChildProcess) {
		this.#child = child;
		child.on('message', ({ id, answer }: Answer) => {
			this.#waiting.get(id)?.resolve(answer);
			this.#waiting.delete(id);
		});
		child.once('exit', () => {
			for (const { reject } of this.#waiting.values()) reject(new Error(ENDED));
			this.#waiting.clear();
		});
	}

	/** Starts it; it joins by itself. */
	static start(program: string, invitation: Invitation): NodePeer {
		const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
		child.send(invitation);
		return new NodePeer(child);
	}

	/** @throws Error if the process has ended */
	async ask<What extends keyof Answers>(question: What): Promise<ReturnType<Answers[What]>> {
		const id = (this.#asked += 1);
		if (!this.#child.connected) throw new Error(ENDED);
		const answered = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
		this.#child.send({ id, question });
		return (await answered) as ReturnType<Answers[What]>;
	}

	async end(): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		this.#child.kill('SIGKILL');
		await once(this.#child, 'exit');
	}
}
