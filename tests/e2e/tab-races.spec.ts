import { expect, test } from '@playwright/test';
import { sampleOrFull } from '../support/long.js';
import { openContracts, serveContract } from './support/contract-page.js';
import { seedOfRun } from './support/seed.js';

const ROUNDS_OF_TWO = sampleOrFull(10, 200);
const MANY_TABS = sampleOrFull(4, 10);
const ROUNDS_OF_MANY = sampleOrFull(3, 40);

/** What is stored is looked at anew after so many rounds, and at the end. */
const LOOK_EVERY_ROUNDS = 10;

/** Until a round begins, in milliseconds, so that every page has heard of it. */
const NOTICE_MS = 15;

const LONG_MS = 600_000;

for (const [tabs, rounds] of [
	[2, ROUNDS_OF_TWO],
	[MANY_TABS, ROUNDS_OF_MANY]
] as const) {
	test(
		`S5 ${tabs} tabs that write and compact the same note at the same moment lose nothing, ${rounds} rounds`,
		{ tag: '@long-in-firefox' },
		async ({ browser }) => {
			test.setTimeout(LONG_MS);
			const seed = seedOfRun();
			const context = await browser.newContext();
			await serveContract(context);
			const pages = await openContracts(context, tabs);
			const written = new Set<string>();
			for (let round = 1; round <= rounds; round += 1) {
				const startAt = Date.now() + NOTICE_MS;
				const words = await Promise.all(
					pages.map((page, index) =>
						page.evaluate(([name, tabSeed, at]) => perchContract.race('race', name, tabSeed, at), [
							`tab${index}`,
							seed + index,
							startAt
						] as const)
					)
				);
				for (const word of words.flat()) written.add(word);
				if (round % LOOK_EVERY_ROUNDS !== 0 && round !== rounds) continue;
				const stored = await pages[round % tabs]?.evaluate(() => perchContract.storedWords('race'));
				expect(new Set(stored), `seed ${seed}, round ${round}`).toEqual(written);
			}
			await context.close();
		}
	);
}
