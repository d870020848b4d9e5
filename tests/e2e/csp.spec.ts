import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD } from '../support/build-folder.js';
import { attempt, ATTEMPTS } from './support/attempts.js';
import { downloaded } from './support/backups.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, Person, type BrowserName } from './support/person.js';
import { PlainHost } from './support/plain-host.js';
import { PolicyWatch } from './support/policy-watch.js';

const LEAST_PAGES = 8;

/** Those in which a script of ours stands, too: it shows what was seen last. */
const SCRIPTED = ['index.html', 'join/index.html', 'note/index.html'];

const BROWSERS = ['chromium', 'firefox'] satisfies BrowserName[];

async function writeTogether(a: Person, b: Person): Promise<void> {
	await a.createNote('Harvest');
	await a.type('# First line\n');
	await b.page.goto(await a.shareLink());
	await b.ready();
	await b.editor.waitFor();
	await b.caretTo('end');
	await b.type('and back');
	expect(await agreedText(a, b)).toBe('# First line\nand back');
	await expect(a.status).toHaveText(/^Synced with/);
}

/** The pages that have not come up yet, each until everything that it loads is there; and a file that is saved. */
async function lookAround({ page, app }: Person, save: (press: () => Promise<void>) => Promise<unknown>) {
	await page.getByRole('button', { name: 'More' }).click();
	await save(() => page.getByRole('menuitem', { name: 'Export as Markdown' }).click());
	for (const path of ['/settings', '/join', '/no/such/page', '/']) {
		await page.goto(app + path);
		await page.waitForFunction(() =>
			performance.getEntriesByType('resource').some(({ name }) => name.includes('/compile-worker-'))
		);
	}
}

async function writeOffline(person: Person): Promise<void> {
	await person.page.reload();
	await person.page.getByRole('link', { name: 'Harvest' }).click();
	await person.editor.waitFor();
	await person.type('offline');
	await expect(person.status).toHaveText(/^Saved on this device/);
}

test(
	"the page's policy keeps nothing back that the app does",
	{ tag: '@long-only' },
	async ({ server, arrive }) => {
		const watch = new PolicyWatch();
		const a = await arrive('chromium', {}, watch.over, { installs: true });
		const b = await arrive('firefox', {}, watch.over);
		await writeTogether(a, b);
		await lookAround(a, (press) => downloaded(a.page, press));
		// A Firefox of the system does not tell Playwright of downloads.
		await lookAround(b, (press) => press());
		await Promise.all([a.installed(), b.installed()]);
		await server.stop();
		for (const person of [a, b]) {
			await writeOffline(person);
			expect(await watch.onceTold(person.page)).toEqual([]);
		}
	}
);

test('each page allows the style and the script that stand in it, by their hashes', () => {
	const pages = readdirSync(BUILD, { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.html')
	);
	expect(pages.length).toBeGreaterThanOrEqual(LEAST_PAGES);
	for (const file of pages) {
		const html = readFileSync(join(BUILD, file), 'utf8');
		const policy =
			/<meta http-equiv="content-security-policy" content="(?<policy>[^"]+)"/.exec(html)?.groups?.[
				'policy'
			] ?? '';
		const inline = [...html.matchAll(/<(?<kind>style|script)>(?<text>.*?)<\/\k<kind>>/gs)];
		expect(
			inline.map(({ groups }) => groups?.['kind']),
			file
		).toEqual(['style', ...(SCRIPTED.includes(file) ? ['script'] : []), 'script']);
		for (const { groups } of inline) {
			const hash = createHash('sha256')
				.update(groups?.['text'] ?? '')
				.digest('base64');
			const directive = policy.split('; ').find((text) => text.startsWith(`${groups?.['kind'] ?? ''}-src `));
			expect(directive, file).toContain(`'sha256-${hash}'`);
		}
	}
});

for (const browser of BROWSERS) {
	test(`the page's policy is in force on a plain static host: ${browser}`, async () => {
		const watch = new PolicyWatch();
		const host = await PlainHost.ofBuild();
		const foreign = await PlainHost.foreign();
		const person = await Person.arrive(host.url, browser, {}, watch.over);
		try {
			const { page } = person;
			expect(await watch.onceTold(page)).toEqual([]);
			for (const [name, directives, what] of ATTEMPTS) {
				watch.violations.length = 0;
				await attempt(page, what, foreign.url);
				await expect
					.poll(() => watch.violations.some((violation) => directives.test(violation)), {
						message: `${name} is kept back: ${watch.violations.join('\n')}`
					})
					.toBe(true);
			}
			expect(await page.evaluate(() => (globalThis as { gotIn?: string }).gotIn)).toBeUndefined();
			expect(page.url()).toBe(`${host.url}/`);
			expect(foreign.requests).toEqual([]);
			// It would have heard: the same from a page without a policy.
			await fetch(`${foreign.url}/control`);
			expect(foreign.requests).toEqual(['GET /control']);
		} finally {
			await person.leave();
			await Promise.all([host.stop(), foreign.stop()]);
		}
	});
}

test('no other page can frame what npm start serves', async ({ server, arrive }) => {
	const { page } = await arrive();
	const unguarded = await PlainHost.ofBuild();
	const frames = [server.url, unguarded.url].map((url) => `<iframe src="${url}/settings/"></iframe>`);
	const other = await PlainHost.foreign(frames.join(''));
	try {
		await page.goto(other.url);
		const framed = (which: number) =>
			page.locator('iframe').nth(which).contentFrame().locator('html[data-ready]');
		// By a host that cannot send the header it can.
		await expect(framed(1)).toHaveCount(1);
		await expect(framed(0)).toHaveCount(0);
		expect(page.frames().map((frame) => frame.url())).not.toContain(`${server.url}/settings/`);
	} finally {
		await Promise.all([other.stop(), unguarded.stop()]);
	}
});
