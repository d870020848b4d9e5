import { StorageError } from '../storage/chunk-store.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import { Emitter } from '../util/emitter.js';
import { Turns } from '../util/turns.js';
import { cleanOwnServers, NO_OWN_SERVERS, type OwnServers } from './own-servers.js';

const SECTION = 'servers';
const STORED_KEY = 'own';
const BUS = 'perch:servers';

function isAnything(_stored: unknown): _stored is unknown {
	return true;
}

function areEqual(a: OwnServers, b: OwnServers): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** The servers that the person set for this device, the same in all tabs. */
export class ServerSettings {
	readonly #changed = new Emitter<undefined>();
	readonly #section: KeyValueSection<unknown>;
	#bus: BroadcastChannel | undefined;
	/** What is read and what is written never overtake each other. */
	readonly #turns = new Turns();
	#own: OwnServers = $state.raw(NO_OWN_SERVERS);
	#isLoaded = $state(false);
	/** What was changed here and is not stored, if there is such. */
	#unsaved: Partial<OwnServers> | undefined = $state.raw();
	#tellLoaded: () => void = () => undefined;

	/** Settles once what is stored was read for the first time. */
	readonly loaded = new Promise<void>((resolve) => (this.#tellLoaded = resolve));

	/** Tells that other servers are to be used, whichever tab they were set in. */
	readonly onChange = this.#changed.on.bind(this.#changed);

	constructor(local: KeyValueStore) {
		this.#section = local.section(SECTION, isAnything);
	}

	get own(): OwnServers {
		return this.#own;
	}

	/** The last change is in use and could not be stored: it ends with this page. */
	get unsaved(): boolean {
		return this.#unsaved !== undefined;
	}

	/** Whether `own` is what is stored: before, nothing is to be changed. */
	get isLoaded(): boolean {
		return this.#isLoaded;
	}

	/** Whether anything is not as this place's config.json has it. */
	get isOwn(): boolean {
		return !areEqual(this.#own, NO_OWN_SERVERS);
	}

	/** Reads what is stored, and follows what other tabs store from now on. @throws StorageError */
	async load(): Promise<void> {
		this.#bus ??= this.#listen();
		await this.#turns.take(async () => {
			this.#take({ ...(await this.#stored()), ...this.#unsaved });
		});
		this.#isLoaded = true;
		this.#tellLoaded();
	}

	/**
	 * Uses these servers from now on; settles once that is stored. What keeps it from being stored shows in `unsaved`. What else
	 * is stored stays, be it from another tab or not read yet.
	 */
	async change(own: Partial<OwnServers>): Promise<void> {
		await this.#turns.take(async () => {
			const changed = { ...this.#unsaved, ...own };
			try {
				this.#take({ ...(await this.#stored()), ...changed });
				await this.#section.set(STORED_KEY, this.#own);
				this.#unsaved = undefined;
				this.#bus?.postMessage(undefined);
			} catch (failure) {
				if (!(failure instanceof StorageError)) throw failure;
				console.warn('the servers could not be stored', failure.reason);
				this.#take({ ...this.#own, ...changed });
				this.#unsaved = changed;
			}
		});
	}

	/** Uses the standard servers from now on, and forgets all others. */
	async reset(): Promise<void> {
		await this.change(NO_OWN_SERVERS);
	}

	async #stored(): Promise<OwnServers> {
		return cleanOwnServers(await this.#section.get(STORED_KEY));
	}

	#take(wanted: OwnServers): void {
		const own = cleanOwnServers(wanted);
		if (areEqual(own, this.#own)) return;
		this.#own = own;
		this.#changed.emit(undefined);
	}

	#listen(): BroadcastChannel {
		const bus = new BroadcastChannel(BUS);
		bus.onmessage = () => {
			this.load().catch((failure: unknown) => {
				if (!(failure instanceof StorageError)) throw failure;
				console.warn('the servers that were set in another tab could not be read', failure.reason);
			});
		};
		return bus;
	}
}
