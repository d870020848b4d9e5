import { StorageError } from '../storage/chunk-store.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';

const SECTION = 'storage';
const STORED_KEY = 'promise';

/** After a refusal the browser is left alone for so long, in milliseconds, unless the person asks. */
export const ASK_AGAIN_AFTER_MS = 30 * 24 * 60 * 60 * 1_000;

/** From this part of the quota on, storage counts as nearly full. */
const NEARLY_FULL = 0.9;

/** Whether the browser promised to keep what is stored. `unasked`: not yet, and nobody has asked. */
export type KeepingPromise = 'unknown' | 'given' | 'unasked' | 'refused' | 'impossible';

/** How much of the browser's room is taken, in bytes. */
export interface StorageRoom {
	readonly usage: number;
	readonly quota: number;
	readonly nearlyFull: boolean;
}

/** The last time that the browser was asked. */
export interface Asked {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Perch was running as an installed app, to which browsers promise more. */
	readonly installed: boolean;
}

/** What this class uses of the browser; `storage` is `navigator.storage`, which some lack in whole or in part. */
export interface SafetyBrowser {
	readonly storage: Partial<Pick<StorageManager, 'persist' | 'persisted' | 'estimate'>> | undefined;
	/** Milliseconds since 1970. */
	now(): number;
	isInstalled(): boolean;
	isVisible(): boolean;
}

const thisBrowser: SafetyBrowser = {
	get storage() {
		return typeof navigator === 'undefined' ? undefined : navigator.storage;
	},
	now: () => Date.now(),
	isInstalled: () => matchMedia('(display-mode: standalone)').matches,
	isVisible: () => document.visibilityState === 'visible'
};

function isAsked(value: unknown): value is Asked {
	if (typeof value !== 'object' || value === null) return false;
	const { at, installed } = value as Partial<Record<keyof Asked, unknown>>;
	return typeof at === 'number' && typeof installed === 'boolean';
}

/** Whether the browser, which has promised nothing so far, may be asked without the person's word. */
export function mayAskAgain(last: Asked | undefined, now: number, installed: boolean): boolean {
	if (last === undefined) return true;
	// A clock that was set back must not put it off for ever.
	const isLongAgo = Math.abs(now - last.at) >= ASK_AGAIN_AFTER_MS;
	return isLongAgo || (installed && !last.installed);
}

/** How safe what is stored is from the browser itself: how much there is, and whether the browser promised to keep it. */
export class StorageSafety {
	readonly #section: KeyValueSection<Asked>;
	readonly #browser: SafetyBrowser;
	#promise: KeepingPromise = $state('unknown');
	#room: StorageRoom | undefined = $state.raw();
	#looked = $state(false);
	#askedByItself = false;

	constructor(local: KeyValueStore, browser: SafetyBrowser = thisBrowser) {
		this.#section = local.section(SECTION, isAsked);
		this.#browser = browser;
	}

	get promise(): KeepingPromise {
		return this.#promise;
	}

	/** Whether it was looked at: before, nothing is known, whatever the browser tells. */
	get looked(): boolean {
		return this.#looked;
	}

	/** Undefined as long as it was not looked at, and where the browser does not tell. */
	get room(): StorageRoom | undefined {
		return this.#room;
	}

	/** Looks at how things are now. Never rejects. */
	async refresh(): Promise<void> {
		const [room, promise] = await Promise.all([this.#readRoom(), this.#readPromise()]);
		this.#room = room;
		this.#promise = promise;
		this.#looked = true;
	}

	/** Asks the browser for its promise, and looks at how things are then. Some browsers ask the person in turn. */
	async ask(): Promise<void> {
		const { storage } = this.#browser;
		if (storage?.persist !== undefined) {
			// Before the answer, which never comes if the person closes the browser's question.
			await this.#remember({ at: this.#browser.now(), installed: this.#browser.isInstalled() });
			await attempt(() => storage.persist?.());
		}
		await this.refresh();
	}

	/**
	 * Asks if that is due, at most once for each time that the page is loaded: to be called when there is something to
	 * lose and the person is not in the midst of writing, for Firefox asks the person.
	 */
	async askWhenDue(): Promise<void> {
		if (this.#askedByItself || !this.#browser.isVisible()) return;
		this.#askedByItself = true;
		await this.refresh();
		if (this.#promise !== 'unasked' && this.#promise !== 'refused') return;
		if (!mayAskAgain(await this.#lastAsked(), this.#browser.now(), this.#browser.isInstalled())) return;
		await this.ask();
	}

	async #readRoom(): Promise<StorageRoom | undefined> {
		const estimate = await attempt(() => this.#browser.storage?.estimate?.());
		if (estimate?.usage === undefined || estimate.quota === undefined) return undefined;
		const { usage, quota } = estimate;
		return { usage, quota, nearlyFull: usage >= quota * NEARLY_FULL };
	}

	async #readPromise(): Promise<KeepingPromise> {
		if (this.#browser.storage?.persist === undefined) return 'impossible';
		if ((await attempt(() => this.#browser.storage?.persisted?.())) === true) return 'given';
		return (await this.#lastAsked()) === undefined ? 'unasked' : 'refused';
	}

	async #lastAsked(): Promise<Asked | undefined> {
		return await attempt(() => this.#section.get(STORED_KEY));
	}

	async #remember(asked: Asked): Promise<void> {
		await attempt(() => this.#section.set(STORED_KEY, asked));
	}
}

/** What the browser says; undefined where it fails, which tells no more than a browser that lacks the method. */
async function attempt<Result>(ask: () => Promise<Result> | undefined): Promise<Result | undefined> {
	try {
		return await ask();
	} catch (failure) {
		// TypeError: an origin that is given no storage at all; DOMException: the browser's own trouble.
		if (failure instanceof StorageError || failure instanceof TypeError || failure instanceof DOMException) {
			console.warn('the browser does not tell of its storage', failure);
			return undefined;
		}
		throw failure;
	}
}
