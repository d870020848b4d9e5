import type { Page } from '@playwright/test';
import { IS_LONG } from '../support/long.js';
import { expect, test } from './support/fixtures.js';
import type { BrowserName, Person } from './support/person.js';

const BROWSERS: readonly BrowserName[] = IS_LONG ? ['chromium', 'firefox'] : ['chromium'];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const SIZES = [PHONE, DESK];

/** By what they are called in a test. */
type Selectors = Readonly<Record<string, string>>;

/** The scripts of pages come only when they are let: until then a page is its HTML. */
class HeldScripts {
	#come: () => void = () => undefined;
	#gate: Promise<void> = Promise.resolve();

	static async of({ page, app }: Person): Promise<HeldScripts> {
		const held = new HeldScripts();
		await page.route(`${app}/_app/**`, async (route) => {
			await held.#gate;
			// The page may be gone.
			await route.continue().catch(() => undefined);
		});
		return held;
	}

	hold(): void {
		this.#gate = new Promise((resolve) => (this.#come = resolve));
	}

	letCome(): void {
		this.#come();
	}
}

/** The part of a browser's entry that is used here; TypeScript's own types do not have it. */
interface LayoutShift extends PerformanceEntry {
	readonly sources: readonly { readonly node: Node | null }[];
}

/** What was written down of a page. */
interface Seen {
	/** What has moved, as far as the browser tells; only Chromium does. */
	shifts: string[];
	/** The page in each picture in which nothing of it stood there any more. */
	gaps: string[];
	/** When the largest text or picture was painted, in milliseconds. */
	largest: number;
}

/** Writes down what moves, and each picture in which neither the beginning of the page stands there nor what comes in its place. */
async function watchMoves(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const seen: Seen = { shifts: [], gaps: [], largest: 0 };
		Object.assign(globalThis, { seen });
		if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
			new PerformanceObserver((list) => {
				for (const { sources } of list.getEntries() as LayoutShift[])
					// The letter of a face is no element's: it is another where the name was not read yet.
					for (const { node } of sources)
						if (node !== null) seen.shifts.push(node.parentElement?.outerHTML ?? '');
			}).observe({ type: 'layout-shift', buffered: true });
		if (PerformanceObserver.supportedEntryTypes.includes('largest-contentful-paint'))
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) seen.largest = entry.startTime;
			}).observe({ type: 'largest-contentful-paint', buffered: true });
		const isSeen = (element: Element) => element.getClientRects().length > 0;
		let hasBegun = false;
		const look = () => {
			const parts = [...document.querySelectorAll('.early-sight, [data-row], main h1, main .intro')];
			const isThere = parts.some(isSeen);
			if (hasBegun && !isThere)
				seen.gaps.push(document.querySelector('.app-root')?.innerHTML.slice(-300) ?? '');
			hasBegun ||= isThere;
			requestAnimationFrame(look);
		};
		requestAnimationFrame(look);
	});
}

async function seenOn(page: Page): Promise<Seen> {
	return await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

/** When the largest of what is there was painted, as soon as that is known. */
async function largestPaint(page: Page): Promise<number> {
	await expect.poll(async () => (await seenOn(page)).largest).toBeGreaterThan(0);
	return (await seenOn(page)).largest;
}

/** Where the texts stand, or the box of what has none, and in which letters: of the first that each selector finds within `within`. */
async function placesOf(page: Page, within: string, selectors: Selectors): Promise<Selectors> {
	return await page.evaluate(
		([root, wanted]) => {
			const placeOf = (selector: string) => {
				const element = document.querySelector(`${root} ${selector}`);
				if (element === null) return 'missing';
				const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
				const range = document.createRange();
				while (texts.nextNode())
					if (texts.currentNode.nodeValue?.trim() !== '') range.selectNodeContents(texts.currentNode);
				// A title's is a field.
				const hasText = !range.collapsed && !element.matches('h1.title');
				const { x, y, width, height } = (hasText ? range : element).getBoundingClientRect();
				const { color, fontFamily, fontSize, fontStyle, fontWeight, letterSpacing, visibility } =
					getComputedStyle(element);
				const looks = [color, fontFamily, fontSize, fontStyle, fontWeight, letterSpacing, visibility];
				return [...[x, y, width, height].map((length) => Math.round(length)), ...looks].join(' ');
			};
			return Object.fromEntries(Object.entries(wanted).map(([name, one]) => [name, placeOf(one)]));
		},
		[within, selectors] as const
	);
}

async function writeNotes(person: Person): Promise<string> {
	for (const [title, text] of [
		['', 'nothing above it'],
		['Seeds to order before the end of the winter, or else it will be too late again', '- **beans** #garden'],
		['Harvest', '## To bring\nthe long ladder #garden']
	] as const) {
		await person.visit('/');
		await person.createNote(title);
		await person.type(text);
		await expect(person.status).toHaveText(/^Saved on this device/);
	}
	const link = person.page.getByRole('link', { name: /^Seeds/ });
	await person.visit('/');
	const address = await link.getAttribute('href');
	return address ?? '';
}

const ROWS = Object.fromEntries(
	[1, 2, 3].flatMap((at) =>
		['.title', '.preview', 'time'].map((part) => [`row ${at} ${part}`, `li:nth-child(${at}) ${part}`])
	)
);

for (const browser of BROWSERS) {
	test(
		`each page says what it is before any script has come, and nothing moves when the app takes over: ${browser}`,
		{ tag: '@long' },
		async ({ arrive }) => {
			const person = await arrive(browser, {}, undefined, { installs: false });
			const { page } = person;
			const note = await writeNotes(person);
			const scripts = await HeldScripts.of(person);
			await watchMoves(page);
			const views = [
				{
					path: '/',
					bar: 'h1 span',
					says: ['Harvest', 'To bring the long ladder #garden', 'Untitled', 'just now'],
					parts: { search: 'input', order: 'select', tag: '.tags button', ...ROWS }
				},
				{ path: note, bar: '', says: [/^Seeds/], parts: { title: 'h1' } },
				{
					path: '/join/',
					says: [/^Scan the code/],
					parts: { scene: '.scene', h1: 'h1', lead: '.lead' }
				},
				{
					path: '/settings/',
					says: ['Settings', /^One file with every note/],
					parts: { h1: 'h1', name: 'label', field: '.field', hint: '.name .hint', storage: '.storage h2' }
				},
				{
					path: '/trash/',
					says: ['Trash', /^Notes stay here/],
					parts: { h1: 'h1', lead: 'p' }
				},
				{
					path: '/connection/',
					// What is found out about the device comes meanwhile, and may be longer or shorter than what is most likely.
					findsOut: true,
					says: ['Connection', 'Trying the relays…', 'Camera'],
					parts: { h1: 'h1', summary: '.summary .title', button: 'button', relays: 'h3' }
				}
			];
			for (const size of SIZES) {
				await page.setViewportSize(size);
				for (const { path, bar = 'a', says, parts, findsOut = false } of views) {
					const name = `${path} at ${size.width}`;
					await page.goto('about:blank');
					scripts.hold();
					await page.goto(person.app + path, { waitUntil: 'commit' });
					for (const text of says)
						await expect(page.locator('.early-sight').getByText(text).first(), name).toBeVisible();
					expect(await page.locator('main').count(), name).toBe(0);
					const before = await placesOf(page, '.early-sight', parts);
					const barBefore = await placesOf(page, '.opening-bar', { [bar]: 'span' });
					expect(Object.values(before), name).not.toContain('missing');
					const first = await largestPaint(page);
					scripts.letCome();
					await person.ready();
					expect(await placesOf(page, 'main', parts), name).toEqual(before);
					if (bar !== '') expect(await placesOf(page, 'header', { [bar]: bar }), name).toEqual(barBefore);
					expect(await page.locator('.early-sight').count(), name).toBe(0);
					const { shifts, gaps, largest } = await seenOn(page);
					expect(gaps, name).toEqual([]);
					if (findsOut) continue;
					expect(shifts, name).toEqual([]);
					// Firefox takes text that comes later, and is no larger, for larger.
					if (browser === 'chromium') expect(largest, name).toBe(first);
				}
			}
		}
	);
}

test('what was shown of one page stands on no other that is gone to before the app is ready', async ({
	arrive
}) => {
	const person = await arrive();
	const { page } = person;
	const note = await writeNotes(person);
	// Loro never comes.
	await page.addInitScript(() => {
		Object.assign(WebAssembly, { instantiate: async () => await new Promise(() => undefined) });
	});
	await page.goto(`${person.app}/`);
	await page
		.getByRole('list', { name: 'Notes' })
		.getByRole('link', { name: /^Seeds/ })
		.click();
	await expect(page).toHaveURL(person.app + note);
	await expect(page.locator('.opening')).toBeVisible();
	expect(await page.locator('.early-sight').count()).toBe(0);
});

test('a note opens by whatever address its page is served at', async ({ arrive }) => {
	const person = await arrive();
	const note = await writeNotes(person);
	// Of the app itself it is at another one: it takes itself for a page that needs no notes at once.
	await person.page.goto(person.app + note.replace('/note/', '/%6eote/'));
	await expect(person.editor).toContainText('beans');
});
