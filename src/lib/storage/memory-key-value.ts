import { StorageError } from './chunk-store.js';
import type { Check, KeyValueSection, KeyValueStore, LocalPlace } from './key-value.js';

/** Local data in memory: for tests. */
export class MemoryKeyValueStore implements KeyValueStore {
	readonly #sections = new Map<string, Map<string, unknown>>();
	#closed = false;

	section<Value>(name: string, check: Check<Value>): KeyValueSection<Value> {
		const values = this.#sections.get(name) ?? new Map<string, unknown>();
		this.#sections.set(name, values);
		const whenOpen = async <Result>(operation: () => Result): Promise<Result> => {
			if (this.#closed) throw new StorageError('closed');
			return await Promise.resolve().then(operation);
		};
		const read = (key: string): Value | undefined => {
			const stored = structuredClone(values.get(key));
			return check(stored) ? stored : undefined;
		};
		const readAll = (): [string, Value][] => {
			const entries: [string, Value][] = [];
			for (const key of [...values.keys()].sort()) {
				const value = read(key);
				if (value !== undefined) entries.push([key, value]);
			}
			return entries;
		};
		return {
			get: (key) => whenOpen(() => read(key)),
			set: (key, value) => whenOpen(() => void values.set(key, cloned(value))),
			delete: (key) => whenOpen(() => void values.delete(key)),
			clear: () => whenOpen(() => values.clear()),
			entries: () => whenOpen(readAll),
			values: () => whenOpen(() => readAll().map(([, value]) => value))
		};
	}

	async erase(places: readonly LocalPlace[]): Promise<void> {
		if (this.#closed) throw new StorageError('closed');
		await Promise.resolve();
		for (const { section, key } of places) {
			if (key === undefined) this.#sections.get(section)?.clear();
			else this.#sections.get(section)?.delete(key);
		}
	}

	close(): void {
		this.#closed = true;
	}
}

function cloned(value: unknown): unknown {
	try {
		return structuredClone(value);
	} catch (failure) {
		throw new StorageError('unknown', { cause: failure });
	}
}
