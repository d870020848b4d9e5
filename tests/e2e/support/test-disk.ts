import type { CDPSession } from '@playwright/test';
import { OriginPage } from './origin-page.js';
import type { BrowserName, FirefoxPrefs, Person } from './person.js';

/** Makes Firefox give an origin a fifth of this, about 40 MB, so that a test can fill it. The app takes about 8 MB. */
export const SMALL_FIREFOX: FirefoxPrefs = { 'dom.quotaManager.temporaryStorage.fixedLimit': 200_000 };

const SMALL_CHROMIUM_BYTES = 30_000_000;

/** The room that a browser gives the app, which can be used up, and given again. */
export class TestDisk {
	private constructor(
		private readonly person: Person,
		private readonly session: CDPSession | undefined
	) {}

	/** As large as it is. */
	static async of(person: Person, browser: BrowserName): Promise<TestDisk> {
		const isChromium = browser === 'chromium';
		return new TestDisk(person, isChromium ? await person.devTools() : undefined);
	}

	/** For a person who has nothing yet: storage begins anew. A Firefox has to be started with SMALL_FIREFOX. */
	static async small(person: Person, browser: BrowserName): Promise<TestDisk> {
		const disk = await TestDisk.of(person, browser);
		await person.installed();
		await disk.#setQuota(SMALL_CHROMIUM_BYTES);
		// Chromium goes on for half a minute with the room that it once found for a database, unless that is new.
		await disk.clear();
		await person.visit('/');
		return disk;
	}

	/** Uses up all the room that there is. */
	async fill(): Promise<void> {
		const filler = await OriginPage.open(this.person);
		await filler.fillUp();
		await filler.close();
	}

	/** Clears the origin's databases, as the browser's own settings do. Chromium only. */
	async clear(): Promise<void> {
		await this.session?.send('Storage.clearDataForOrigin', {
			origin: this.person.app,
			storageTypes: 'indexeddb'
		});
	}

	/** From the next write to a new database on, nothing can be stored. Chromium only. */
	async takeAll(): Promise<void> {
		await this.#setQuota(1_000);
	}

	/** Gives room again: in Chromium by a larger quota, in Firefox by deleting what filled it. */
	async giveRoom(): Promise<void> {
		await this.#setQuota();
		if (this.session !== undefined) return;
		const filler = await OriginPage.open(this.person);
		await filler.deleteDatabase('filler');
		await filler.close();
	}

	/** The quota holds as long as the session that set it. Without a number, it is Chromium's own again. */
	async #setQuota(quotaSize?: number): Promise<void> {
		const quota = quotaSize === undefined ? {} : { quotaSize };
		await this.session?.send('Storage.overrideQuotaForOrigin', { origin: this.person.app, ...quota });
	}
}
