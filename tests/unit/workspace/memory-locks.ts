import type { Locks } from '$lib/workspace/library-turns.js';

interface Request {
	readonly name: string;
	readonly grant: () => Promise<void>;
}

/** The Web Locks of one browser, each exclusive, as far as Perch uses them. */
export class MemoryLocks implements Locks {
	readonly #held: Request[] = [];
	readonly #pending: Request[] = [];

	readonly request = (async (
		name: string,
		{ signal }: LockOptions,
		granted: () => Promise<unknown>
	): Promise<unknown> =>
		new Promise((resolve, reject) => {
			const request: Request = {
				name,
				grant: async () => {
					this.#held.push(request);
					try {
						resolve(await granted());
					} catch (failure) {
						reject(failure instanceof Error ? failure : new Error(String(failure)));
					} finally {
						this.#held.splice(this.#held.indexOf(request), 1);
						this.#next();
					}
				}
			};
			signal?.addEventListener('abort', () => {
				const at = this.#pending.indexOf(request);
				if (at < 0) return;
				this.#pending.splice(at, 1);
				reject(new DOMException('aborted', 'AbortError'));
			});
			this.#pending.push(request);
			queueMicrotask(() => this.#next());
		})) as unknown as LockManager['request'];

	/** Holds a lock until the returned function is called. */
	hold(name: string): () => void {
		const request: Request = { name, grant: () => Promise.resolve() };
		this.#held.push(request);
		return () => {
			this.#held.splice(this.#held.indexOf(request), 1);
			this.#next();
		};
	}

	query(): Promise<LockManagerSnapshot> {
		const named = (requests: readonly Request[]) => requests.map(({ name }) => ({ name }));
		return Promise.resolve({ held: named(this.#held), pending: named(this.#pending) });
	}

	#next(): void {
		const at = this.#pending.findIndex(({ name }) => !this.#held.some((held) => held.name === name));
		const [request] = at < 0 ? [] : this.#pending.splice(at, 1);
		if (request !== undefined) void request.grant();
	}
}
