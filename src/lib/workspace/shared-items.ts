import type { SharedText } from './shared-text.js';

/** Where the service worker keeps what other apps shared (`static/shared.js`). Stored data: never rename. */
const SHARED_CACHE = 'perch-shared';

/** What another app shared: words, files or both. */
export interface SharedItem {
	readonly text: SharedText;
	readonly files: readonly File[];
}

/** What other apps shared and no note was made of yet. It waits until it is discarded. */
export class SharedItems {
	/**
	 * @param root where the app stands, with a slash at the end
	 * @param storage the browser's caches
	 */
	constructor(
		private readonly root: string,
		private readonly storage: Pick<CacheStorage, 'open'>
	) {}

	/** @returns undefined if nothing of this id waits, or what waits cannot be read. */
	async read(id: string): Promise<SharedItem | undefined> {
		const cache = await this.storage.open(SHARED_CACHE);
		const kept = await cache.match(this.#key(id));
		if (kept === undefined) return undefined;
		let form: FormData;
		try {
			form = await kept.formData();
		} catch (error) {
			// Not what a share target sends: any page may have posted it.
			if (!(error instanceof TypeError)) throw error;
			console.warn('what was shared could not be read', error);
			return undefined;
		}
		const word = (name: string) => {
			const value = form.get(name);
			return typeof value === 'string' ? value : '';
		};
		const files = form.getAll('files').filter((file): file is File => file instanceof File && file.size > 0);
		return {
			text: { title: word('title'), text: word('text'), url: word('url') },
			files: files.map(withEnding)
		};
	}

	/** Puts what is left of an item in its place. */
	async replace(id: string, { text, files }: SharedItem): Promise<void> {
		const form = new FormData();
		for (const name of ['title', 'text', 'url'] as const) form.set(name, text[name]);
		for (const file of files) form.append('files', file);
		const cache = await this.storage.open(SHARED_CACHE);
		await cache.put(this.#key(id), new Response(form));
	}

	/** The id of something that waits, but for those. */
	async next(except: ReadonlySet<string> = new Set()): Promise<string | undefined> {
		const cache = await this.storage.open(SHARED_CACHE);
		const folder = this.#key('');
		const kept = (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(folder));
		return kept.map((url) => decodeURIComponent(url.slice(folder.length))).find((id) => !except.has(id));
	}

	/** Nothing of this id waits any more. */
	async discard(id: string): Promise<void> {
		const cache = await this.storage.open(SHARED_CACHE);
		await cache.delete(this.#key(id));
	}

	#key(id: string): string {
		return new URL(`shared/${encodeURIComponent(id)}`, this.root).href;
	}
}

const ENDINGS: Readonly<Record<string, string>> = { 'text/plain': '.txt', 'text/markdown': '.md' };

/** Phones hand files on without their endings, by which Perch knows what they are. */
function withEnding(file: File): File {
	const ending = ENDINGS[file.type.split(';', 1)[0]?.trim() ?? ''];
	if (ending === undefined || /\.[^./\\]{1,8}$/.test(file.name)) return file;
	return new File([file], file.name + ending, { type: file.type });
}
