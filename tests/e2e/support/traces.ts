import type { BrowserContext } from '@playwright/test';
import type { Person } from './person.js';

/** What was found in a place, in one piece. */
export type Places = ReadonlyMap<string, Buffer>;

/** Where a secret could stay behind in a browser, besides the app's own databases. */
export class Traces {
	readonly #told = { console: '', titles: '', addresses: '' };

	/** To be called before a context opens its first page: from then on it keeps what pages say, are called and where they are. */
	readonly prepare = async (context: BrowserContext): Promise<void> => {
		await context.exposeBinding('perchTrace', (_source, kind: 'titles' | 'addresses', text: string) => {
			this.#told[kind] += `${text}\n`;
		});
		context.on('console', (message) => {
			this.#told.console += `${message.text()} ${message.location().url}\n`;
		});
		context.on('weberror', (error) => {
			this.#told.console += `${error.error().stack ?? error.error().message}\n`;
		});
		context.on('serviceworker', (worker) => {
			worker.on('console', (message) => (this.#told.console += `${message.text()}\n`));
		});
		await context.addInitScript(traceTitlesAndAddresses);
	};

	/** All that there is to find by now, by place. */
	async of({ page }: Person): Promise<Places> {
		const kept = await page.evaluate(whatIsKept);
		const texts = { ...this.#told, ...kept.texts };
		return new Map([
			...Object.entries(texts).map(([place, text]) => [place, Buffer.from(text)] as const),
			['caches', Buffer.concat(kept.caches.map((base64) => Buffer.from(base64, 'base64')))] as const
		]);
	}
}

/** Runs in pages. Each change of the address by script is told as it is afterwards. */
function traceTitlesAndAddresses(): void {
	const { perchTrace } = globalThis as unknown as { perchTrace: (kind: string, text: string) => void };
	for (const method of ['pushState', 'replaceState'] as const) {
		const change = history[method].bind(history);
		history[method] = (...args) => {
			change(...args);
			perchTrace('addresses', location.href);
		};
	}
	new MutationObserver(() => perchTrace('titles', document.title)).observe(document, {
		subtree: true,
		childList: true,
		characterData: true
	});
}

/** Runs in pages. */
async function whatIsKept() {
	interface Entry {
		readonly url: string | null;
		getState(): unknown;
	}
	const { navigation } = globalThis as unknown as { navigation: { entries(): Entry[] } };
	const entries = navigation.entries().map((entry) => [entry.url, entry.getState()]);
	const cached: string[] = [];
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			const response = await cache.match(request);
			const bytes = new Uint8Array((await response?.arrayBuffer()) ?? []);
			let binary = '';
			for (let at = 0; at < bytes.length; at += 8_192) {
				binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
			}
			cached.push(btoa(`${name} ${request.url} ${response?.url ?? ''}\n`), btoa(binary));
		}
	}
	return {
		texts: {
			history: JSON.stringify([location.href, history.state, entries]),
			localStorage: Object.entries(localStorage).flat().join('\n'),
			sessionStorage: Object.entries(sessionStorage).flat().join('\n'),
			cookies: document.cookie,
			referrer: document.referrer
		},
		caches: cached
	};
}
