import type { Page } from '@playwright/test';
import { downloaded } from './support/backups.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, Person, type BrowserName } from './support/person.js';
import { PlainHost } from './support/plain-host.js';
import { PolicyWatch } from './support/policy-watch.js';

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
	await save(() => page.getByRole('menuitem').first().click());
	for (const path of ['/settings', '/join', '/no/such/page', '/']) {
		await page.goto(app + path);
		await page.waitForFunction(() =>
			performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.wasm'))
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

test("the page's policy keeps nothing back that the app does", async ({ server, arrive }) => {
	const watch = new PolicyWatch();
	const a = await arrive('chromium', {}, watch.over);
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
});

/** What somebody would try who got a foothold in the page, each with the directives of which one must say that it was kept back. */
const ATTEMPTS: readonly (readonly [name: string, directives: RegExp, attempt: (to: string) => unknown])[] = [
	[
		'an inline script',
		// Chromium tells of this one on the console only.
		/^(script-src-elem|require-trusted-types-for) |TrustedScript/,
		() => {
			const script = document.createElement('script');
			script.append('globalThis.gotIn = "inline script"');
			document.body.append(script);
		}
	],
	[
		'an inline handler',
		/^(script-src-attr|require-trusted-types-for) /,
		() => {
			const button = document.createElement('button');
			button.setAttribute('onclick', 'globalThis.gotIn = "handler"');
			document.body.append(button);
			button.click();
		}
	],
	[
		'eval',
		/^(script-src|require-trusted-types-for) /,
		() => (0, eval)('globalThis.gotIn = "eval"') as unknown
	],
	[
		'a javascript: link',
		/^(script-src-elem|require-trusted-types-for) /,
		() => {
			const link = document.createElement('a');
			link.href = 'javascript:void(globalThis.gotIn = "link")';
			document.body.append(link);
			link.click();
		}
	],
	[
		'HTML from text',
		/^require-trusted-types-for /,
		() => (document.createElement('div').innerHTML = '<img src=x onerror="globalThis.gotIn = \'html\'">')
	],
	[
		'a policy of its own for HTML',
		/^trusted-types /,
		() => {
			const { trustedTypes } = globalThis as unknown as {
				trustedTypes: { createPolicy: (name: string, rules: object) => void };
			};
			trustedTypes.createPolicy('mine', { createHTML: (html: string) => html });
		}
	],
	[
		'a foreign script',
		/^(script-src-elem|require-trusted-types-for) /,
		(to) => {
			const script = document.createElement('script');
			script.setAttribute('src', `${to}/script.js`);
			document.body.append(script);
		}
	],
	['fetch', /^connect-src /, (to) => fetch(`${to}/fetch`, { mode: 'no-cors' })],
	['a beacon', /^connect-src /, (to) => navigator.sendBeacon(`${to}/beacon`, 'text')],
	['a WebSocket', /^connect-src /, (to) => new WebSocket(`${to.replace('http', 'ws')}/socket`)],
	['an image', /^img-src /, (to) => (new Image().src = `${to}/image`)],
	[
		'a frame',
		/^frame-src /,
		(to) => {
			const frame = document.createElement('iframe');
			frame.src = `${to}/frame`;
			document.body.append(frame);
		}
	],
	[
		'a form',
		/^form-action /,
		(to) => {
			const form = document.createElement('form');
			form.action = `${to}/form`;
			document.body.append(form);
			form.submit();
		}
	],
	[
		'a style sheet',
		/^style-src-elem /,
		(to) => {
			const link = document.createElement('link');
			link.rel = 'stylesheet';
			link.href = `${to}/style.css`;
			document.head.append(link);
		}
	],
	[
		'an inline style',
		/^style-src-elem /,
		(to) => {
			const style = document.createElement('style');
			style.append(`body { background: url(${to}/inline) }`);
			document.head.append(style);
		}
	],
	[
		'a base address',
		/^base-uri /,
		(to) => {
			const base = document.createElement('base');
			base.href = to;
			document.head.append(base);
		}
	]
];

/** Tries something in the page, in a task of its own: what a debugger runs directly is not held to the policy. */
async function attempt(page: Page, what: (to: string) => unknown, to: string): Promise<void> {
	await page.evaluate(`new Promise((done) => setTimeout(async () => {
		try { await (${what.toString()})(${JSON.stringify(to)}); } catch (refused) { done(String(refused)); }
		done();
	}))`);
}

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
	const person = await arrive();
	const other = await PlainHost.foreign(`<iframe src="${server.url}/settings/"></iframe>`);
	try {
		await person.page.goto(other.url);
		const framed = person.page.frameLocator('iframe').locator('html[data-ready]');
		await expect(framed).toHaveCount(0);
		expect(person.page.frames().map((frame) => frame.url())).not.toContain(`${server.url}/settings/`);
	} finally {
		await other.stop();
	}
});
