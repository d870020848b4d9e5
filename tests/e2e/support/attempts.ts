import type { Page } from '@playwright/test';

/** Something that a page's policy has to keep back, and how it says that it did. What is tried is run in the page. */
export type Attempt = readonly [name: string, directives: RegExp, what: (to: string) => unknown];

/** What somebody would try who got a foothold in the page: to run something, or to send something to an address. */
export const ATTEMPTS: readonly Attempt[] = [
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
	['a foreign module', /^script-src-elem /, (to) => import(`${to}/module.js`)],
	['fetch', /^connect-src /, (to) => fetch(`${to}/fetch`, { mode: 'no-cors' })],
	['a beacon', /^connect-src /, (to) => navigator.sendBeacon(`${to}/beacon`, 'text')],
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
export async function attempt(page: Page, what: (to: string) => unknown, to: string): Promise<void> {
	await page.evaluate(`new Promise((done) => setTimeout(async () => {
		try { await (${what.toString()})(${JSON.stringify(to)}); } catch (refused) { done(String(refused)); }
		done();
	}))`);
}
