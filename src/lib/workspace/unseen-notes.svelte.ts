import { StorageError } from '../storage/chunk-store.js';
import type { SeenVersions } from './seen-versions.js';

const BUS = 'perch:seen';

/** The notes in which others have changed something that was not seen on this device (docs/storage.md, S35), the same in all tabs. */
export class UnseenNotes {
	#ids: ReadonlySet<string> = $state.raw(new Set());
	readonly #versions: SeenVersions;
	readonly #bus = new BroadcastChannel(BUS);
	#reading: Promise<void> | undefined;
	#readAgain = false;

	constructor(versions: SeenVersions) {
		this.#versions = versions;
		this.#bus.onmessage = () => void this.refresh();
		versions.onStored(() => {
			this.#bus.postMessage('stored');
			void this.refresh();
		});
	}

	/** Empty before the first reading. */
	get ids(): ReadonlySet<string> {
		return this.#ids;
	}

	/** Reads what is stored now. Never rejects: what cannot be read is read at the next change. */
	async refresh(): Promise<void> {
		this.#readAgain = true;
		this.#reading ??= this.#read();
		await this.#reading;
	}

	close(): void {
		this.#bus.close();
	}

	async #read(): Promise<void> {
		try {
			while (this.#readAgain) {
				this.#readAgain = false;
				this.#ids = await this.#versions.notesWithUnseen();
			}
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('what is unseen could not be read', failure.reason);
		} finally {
			this.#reading = undefined;
		}
	}
}
