import { expect, test } from './support/fixtures.js';

/** Trystero's offers in stock are old by then. */
const OPEN_FOR_MS = 62_000;
const JOINERS = 12;
const MET = { timeout: 12_000 };

// It waits for a minute before it begins.
test(
	`a page that has been open for a minute is met by each of ${JOINERS} who join`,
	{ tag: '@long-only' },
	async ({ arrive }) => {
		test.setTimeout(OPEN_FOR_MS + JOINERS * 30_000);
		const a = await arrive();
		await a.createNote('Open for long');
		const link = await a.shareLink();
		await a.page.waitForTimeout(OPEN_FOR_MS);
		for (let joined = 0; joined < JOINERS; joined += 1) {
			const b = await arrive();
			await b.page.goto(link);
			await expect(a.status).toHaveText(/^Synced with/, MET);
			await b.kill();
			await expect(a.status).not.toHaveText(/^Synced with/, MET);
		}
	}
);
