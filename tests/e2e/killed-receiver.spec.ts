import type { Page } from '@playwright/test';
import { seeded } from '../fuzz/random.js';
import { sampleOrFull } from '../support/long.js';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';
import { seedOfRun } from './support/seed.js';

const KILLS = sampleOrFull(2, 100);
const ROUND_TIMEOUT_MS = 60_000;

/** When the receiver is killed after the first key of a round, at the latest. */
const MAX_UNTIL_KILL_MS = 2_500;

/** Between two words, so that the sender's status now and then has the time to say "Synced". */
const MAX_PAUSE_MS = 700;

/** The sender has to notice that the one who was killed is gone before it says "Synced" with the next one. */
const SYNCED_AGAIN = { timeout: 45_000 };

const STATUS = '[role=status][aria-label="Sync status"]';

interface PromiseWatch {
	/** The length of the longest text that the status said to be synced. */
	promisedLength: number;
}

declare global {
	var promiseWatch: PromiseWatch | undefined;
}

/**
 * Notes from now on how much text the page has said to be on the other device: whenever the status changes, and in
 * between as often as a person could look.
 */
async function watchPromises(page: Page): Promise<void> {
	await page.evaluate((selector) => {
		const watch = (globalThis.promiseWatch = { promisedLength: 0 });
		const look = () => {
			const status = document.querySelector(selector)?.textContent ?? '';
			const content = document.querySelector('.cm-content') as unknown as {
				cmTile: { root: { view: { state: { doc: { length: number } } } } };
			} | null;
			if (!status.startsWith('Synced with') || content === null) return;
			watch.promisedLength = Math.max(watch.promisedLength, content.cmTile.root.view.state.doc.length);
		};
		const status = document.querySelector(selector);
		if (status === null) throw new Error('no status');
		new MutationObserver(look).observe(status, { childList: true, characterData: true, subtree: true });
		setInterval(look, 10);
	}, STATUS);
}

async function promisedLength(sender: Person): Promise<number> {
	return await sender.page.evaluate(() => globalThis.promiseWatch?.promisedLength ?? -1);
}

/** What the receiver has with no network at all. */
async function textOffline(receiver: Person, url: string): Promise<string> {
	await receiver.context.setOffline(true);
	await receiver.page.goto(url);
	await receiver.editor.waitFor();
	const text = await receiver.text();
	// Nobody else can have helped out.
	await expect(receiver.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(1);
	await expect(receiver.status).not.toHaveText(/^Synced/);
	return text;
}

test(
	`S7 P14 what a receiver said to have stored is there after each of ${KILLS} kills`,
	{ tag: '@long' },
	async ({ arriveToInstall }) => {
		test.setTimeout(60_000 + KILLS * ROUND_TIMEOUT_MS);
		const seed = seedOfRun();
		const random = seeded(seed);
		const sender = await arriveToInstall();
		const receiver = await arriveToInstall();
		await sender.createNote('Received');
		const link = await sender.shareLink();
		await receiver.installed();
		await receiver.page.goto(link);
		await receiver.editor.waitFor();
		const url = receiver.page.url();
		await watchPromises(sender.page);
		let promisedMore = 0;
		for (let kill = 1; kill <= KILLS; kill += 1) {
			await expect(sender.status).toHaveText(/^Synced with/, SYNCED_AGAIN);
			const lengthBefore = (await sender.text()).length;
			await sender.caretTo('end');
			let killed = false;
			const typing = (async () => {
				while (!killed) {
					await sender.page.keyboard.type(`${kill}${random.word()} `);
					await sleep(random.int(MAX_PAUSE_MS));
				}
			})();
			// Whatever comes later, something was promised before the first kill.
			if (kill === 1) await expect.poll(() => promisedLength(sender)).toBeGreaterThan(lengthBefore);
			await sleep(random.int(MAX_UNTIL_KILL_MS));
			await receiver.kill();
			killed = true;
			await typing;
			const promised = await promisedLength(sender);
			const text = await sender.text();
			await receiver.startBrowser();
			const kept = await textOffline(receiver, url);
			const what = `seed ${seed}, kill ${kill}: ${kept.length} of ${promised} promised characters`;
			expect(kept.slice(0, promised), what).toBe(text.slice(0, promised));
			if (promised > lengthBefore) promisedMore += 1;
			await receiver.context.setOffline(false);
		}
		// Else the kills came before anything was promised, and showed nothing.
		expect(promisedMore).toBeGreaterThanOrEqual(Math.ceil(KILLS / 5));
	}
);

function sleep(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
