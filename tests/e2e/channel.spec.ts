import { fileURLToPath } from 'node:url';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
// For the type of `globalThis.perchChannels`.
import type {} from '../contract/browser/channels.js';
import type { ChannelEnd } from '../contract/channel-driver.js';
import { CHANNEL_CASES, type ChannelBench } from '../contract/channel.js';
import { bundleModule } from '../support/bundle.js';

/** Browsers give Web Locks to secure origins only; nothing is fetched from this one. */
const ORIGIN = 'https://perch.test';

let context: BrowserContext;
let pages: [Page, Page];
let names = 0;

test.beforeAll(async ({ browser }) => {
	const contract = await bundleModule(
		fileURLToPath(new URL('../contract/browser/channels.ts', import.meta.url))
	);
	context = await browser.newContext();
	await context.route(`${ORIGIN}/contract.js`, (route) =>
		route.fulfill({ contentType: 'text/javascript', body: contract })
	);
	await context.route(`${ORIGIN}/`, (route) =>
		route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/contract.js"></script>' })
	);
	pages = [await openPage(), await openPage()];
});

test.afterAll(async () => {
	await context.close();
});

for (const [kind, makeBench] of [
	['between two tabs', tabBench],
	['of WebRTC between two pages', rtcBench]
] as const) {
	test.describe(`the channel ${kind}`, () => {
		for (const [name, run] of CHANNEL_CASES) test(name, () => run(makeBench(pages)));
	});
}

test.describe('the channel of WebRTC within one page', { tag: '@long-in-firefox' }, () => {
	for (const [name, run] of CHANNEL_CASES) test(name, () => run(rtcBench([pages[0], pages[0]])));
});

for (const [how, leave] of [
	['is closed', (page: Page) => page.close()],
	['navigates away', (page: Page) => page.goto('about:blank')],
	['is loaded again', (page: Page) => page.reload()]
] as const) {
	test(`a tab's channels end when its page ${how}`, { tag: '@long-in-firefox' }, async () => {
		const leaving = await openPage();
		const [gone, left] = await tabBench([leaving, pages[0]]).connect();
		await gone.send(100);
		await left.reportOnce({ received: 1 });
		await leave(leaving);
		const { received, closes, writable } = await left.reportOnce({ closes: 1 });
		expect({ received, closes, writable }).toEqual({ received: 1, closes: 1, writable: false });
		if (!leaving.isClosed()) await leaving.close();
	});
}

test('giving up a channel of WebRTC closes its connection, so that the peer can be met anew', async () => {
	const end = newName();
	const [one] = await rtcBench(pages, end).connect();
	await one.giveUp();
	expect(await pages[0].evaluate((name) => perchChannels.connectionState(name), end)).toBe('closed');
});

function tabBench(ends: readonly [Page, Page]): ChannelBench {
	return {
		fills: false,
		isProven: false,
		tellsStats: false,
		async connect({ secondListens } = { secondListens: true }) {
			const topic = newName();
			const [one, other] = [newName(), newName()];
			await ends[0].evaluate(([name, note]) => perchChannels.joinTabs(name, note, true), [
				one,
				topic
			] as const);
			await ends[1].evaluate(([name, note, listening]) => perchChannels.joinTabs(name, note, listening), [
				other,
				topic,
				secondListens
			] as const);
			return opened([ends[0], one], [ends[1], other]);
		},
		mostBuffered: () => Promise.resolve(undefined)
	};
}

function rtcBench(ends: readonly [Page, Page], firstName = newName()): ChannelBench {
	return {
		fills: true,
		isProven: true,
		tellsStats: true,
		async connect({ secondListens } = { secondListens: true }) {
			const [one, other] = [firstName, newName()];
			firstName = newName();
			const offer = await ends[0].evaluate((name) => perchChannels.offer(name, true), one);
			const answer = await ends[1].evaluate(
				([name, listening, theirs]) => perchChannels.answer(name, listening, theirs),
				[other, secondListens, offer] as const
			);
			await ends[0].evaluate(([name, theirs]) => perchChannels.accept(name, theirs), [one, answer] as const);
			await ends[0].evaluate(() => perchChannels.mostBuffered());
			return opened([ends[0], one], [ends[1], other]);
		},
		mostBuffered: () => ends[0].evaluate(() => perchChannels.mostBuffered())
	};
}

type Place = readonly [page: Page, name: string];

async function opened(...places: [Place, Place]): Promise<[ChannelEnd, ChannelEnd]> {
	for (const [page, end] of places) await page.evaluate((name) => perchChannels.ready(name), end);
	return [endIn(...places[0]), endIn(...places[1])];
}

/** The end of that name in a page. */
function endIn(page: Page, end: string): ChannelEnd {
	const call =
		<Method extends keyof ChannelEnd>(method: Method) =>
		(...args: Parameters<ChannelEnd[Method]>): Promise<Awaited<ReturnType<ChannelEnd[Method]>>> =>
			page.evaluate(
				([name, called, given]) => perchChannels.call(name, called, given as never) as Promise<never>,
				[end, method, args] as const
			);
	return {
		listen: call('listen'),
		send: call('send'),
		stream: call('stream'),
		fill: call('fill'),
		trySend: call('trySend'),
		close: call('close'),
		closeAtMessage: call('closeAtMessage'),
		giveUp: call('giveUp'),
		stats: call('stats'),
		report: call('report'),
		reportOnce: call('reportOnce')
	};
}

async function openPage(): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${ORIGIN}/`);
	await page.waitForFunction(() => 'perchChannels' in globalThis);
	return page;
}

function newName(): string {
	names += 1;
	return `name${names}`;
}
