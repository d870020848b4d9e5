import { fileURLToPath } from 'node:url';
import { bundleModule } from '../../tests/support/bundle.js';
import type { Person } from '../../tests/e2e/support/person.js';
// For the type of `globalThis.showBare`.
import type { Look } from './bare-editor.js';

const SCRIPT = '/bare.js';
const PAGE = '/bare';

/** Of the app's own dependencies, not of those that a rival brought along: there are others of it. */
const CODEMIRROR = ['@codemirror/state', '@codemirror/view'];

/** Takes somebody to a page of the same origin on which there is nothing but an editor. */
export async function visitBare({ page, app }: Person): Promise<void> {
	const body = await bundleModule(fileURLToPath(new URL('bare-editor.ts', import.meta.url)), CODEMIRROR);
	await page.route(app + SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body }));
	await page.route(app + PAGE, (route) =>
		route.fulfill({
			contentType: 'text/html',
			body: `<!doctype html><meta charset="utf-8"><title>bare</title><script type="module" src="${SCRIPT}"></script>`
		})
	);
	await page.goto(app + PAGE);
	await page.waitForFunction(() => 'showBare' in globalThis);
}

/** How the text looks in the app. */
export async function lookOf({ editor }: Person): Promise<Look> {
	return await editor.evaluate((content) => {
		const { width, fontFamily, fontSize, lineHeight } = getComputedStyle(content);
		return { width, fontFamily, fontSize, lineHeight };
	});
}

/** Shows a text there as the app does, but for what Markdown looks like. */
export async function showBareText({ page, editor }: Person, text: string, look: Look): Promise<void> {
	await page.evaluate(([text, look]) => showBare(text, look), [text, look] as const);
	await editor.waitFor();
}
