import type { Page } from '@playwright/test';
import type { Person } from './person.js';

/** A file of the app that runs no script: its page shares the app's storage and is no tab of Perch. */
const QUIET_FILE = '/icons/icon.svg';

/** A stored chunk as the database holds it. */
export type StoredChunk = readonly [note: string, kind: string, hash: string];

/**
 * Another page of the app's origin, in the person's browser, from which its databases can be looked at and hurt behind
 * the app's back.
 */
export class OriginPage {
	private constructor(readonly page: Page) {}

	static async open(person: Person): Promise<OriginPage> {
		const page = await person.newPage();
		await page.goto(person.app + QUIET_FILE);
		return new OriginPage(page);
	}

	/** The keys of all chunks of a note, or of all notes. */
	async chunks(note?: string): Promise<StoredChunk[]> {
		const keys = await this.page.evaluate(async () => {
			const database = await new Promise<IDBDatabase | undefined>((resolve, reject) => {
				const request = indexedDB.open('perch-notes');
				// It is not there: it must not be made, for the app would find one without its store.
				request.onupgradeneeded = () => request.transaction?.abort();
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => {
					if (request.error?.name === 'AbortError') resolve(undefined);
					else reject(new Error(String(request.error)));
				};
			});
			if (database === undefined) return [];
			const listed = await new Promise<IDBValidKey[]>((resolve, reject) => {
				const request = database.transaction('chunks').objectStore('chunks').getAllKeys();
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(new Error(String(request.error)));
			});
			database.close();
			// The mark of the format is no chunk.
			return listed.filter((key) => Array.isArray(key)) as unknown as StoredChunk[];
		});
		return keys.filter(([id]) => note === undefined || id === note);
	}

	/** Puts something else in the place of a chunk. */
	async overwrite(key: StoredChunk, value: 'other bytes' | 'no bytes'): Promise<void> {
		await this.page.evaluate(
			async ([at, what]) => {
				const request = indexedDB.open('perch-notes');
				await new Promise((resolve) => (request.onsuccess = resolve));
				const transaction = request.result.transaction('chunks', 'readwrite');
				const stored = what === 'other bytes' ? Uint8Array.of(1, 2, 3) : { not: 'bytes' };
				transaction.objectStore('chunks').put(stored, at as unknown as IDBValidKey);
				await new Promise((resolve) => (transaction.oncomplete = resolve));
				request.result.close();
			},
			[key, value] as const
		);
	}

	/** Deletes a database while others have it open. */
	async deleteDatabase(name: string): Promise<void> {
		await this.page.evaluate(async (database) => {
			const request = indexedDB.deleteDatabase(database);
			await new Promise((resolve, reject) => {
				request.onsuccess = resolve;
				request.onerror = () => reject(new Error(String(request.error)));
			});
		}, name);
	}

	/**
	 * Opens the notes' database as a Perch would whose layout is newer, and keeps it open; if wanted, deletes it first, so
	 * that nobody comes between.
	 */
	async upgradeDatabase(first: 'keep' | 'delete' = 'keep'): Promise<void> {
		await this.page.evaluate(async (what) => {
			if (what === 'delete') indexedDB.deleteDatabase('perch-notes');
			const request = indexedDB.open('perch-notes', 2);
			await new Promise((resolve, reject) => {
				request.onsuccess = resolve;
				request.onerror = () => reject(new Error(String(request.error)));
			});
			request.result.onversionchange = () => request.result.close();
		}, first);
	}

	/** Marks what is stored as a later Perch's, whose format this one does not know, and tells the tabs; undefined takes the mark away. */
	async markFormat(format: number | undefined): Promise<void> {
		await this.page.evaluate(async (mark) => {
			const request = indexedDB.open('perch-notes');
			await new Promise((resolve) => (request.onsuccess = resolve));
			const transaction = request.result.transaction('chunks', 'readwrite');
			if (mark === undefined) transaction.objectStore('chunks').delete('format');
			else transaction.objectStore('chunks').put(mark, 'format');
			await new Promise((resolve) => (transaction.oncomplete = resolve));
			request.result.close();
			if (mark !== undefined) new BroadcastChannel('perch:format').postMessage(mark);
		}, format);
	}

	/** Opens the notes' database and does not let go of it, whoever asks for it, as long as this page is open. */
	async holdDatabase(): Promise<void> {
		await this.page.evaluate(async () => {
			const request = indexedDB.open('perch-notes');
			await new Promise((resolve) => (request.onsuccess = resolve));
			// Kept, for a connection that nobody refers to may be closed.
			(globalThis as unknown as { held: IDBDatabase }).held = request.result;
		});
	}

	/** Fills the origin's storage until it takes no more. */
	async fillUp(): Promise<void> {
		await this.page.evaluate(async () => {
			const isStored = (block: Uint8Array) =>
				new Promise<boolean>((resolve) => {
					const request = indexedDB.open('filler', 1);
					request.onerror = () => resolve(false);
					request.onupgradeneeded = () => request.result.createObjectStore('filler', { autoIncrement: true });
					request.onsuccess = () => {
						const transaction = request.result.transaction('filler', 'readwrite');
						const end = (outcome: boolean) => {
							request.result.close();
							resolve(outcome);
						};
						transaction.oncomplete = () => end(true);
						transaction.onabort = () => end(false);
						transaction.objectStore('filler').put(block);
					};
				});
			for (let bytes = 4_000_000; bytes >= 500;) {
				const block = new Uint8Array(bytes);
				for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(block.subarray(at, at + 65_536));
				if (!(await isStored(block))) bytes = Math.floor(bytes / 2);
			}
		});
	}

	async close(): Promise<void> {
		await this.page.close();
	}
}
