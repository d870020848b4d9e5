import type { CDPSession } from '@playwright/test';
import { IS_LONG } from '../support/long.js';
import { longNote } from '../support/long-note.js';
import { expect, test } from './support/fixtures.js';
import { editorView, type Person } from './support/person.js';

const SIZES = [10_000, 1_000_000, 10_000_000];
const KEYS = 120;
/** Beside a note of 10 KB: times of their own mean little where machines are shared. Parsed as a whole it was 4.7. */
const MOST_GROWTH = 2;
const PAUSE_MS = 60;

/** The time that the page's main thread has worked, in milliseconds, whatever else the machine does. */
async function worked(session: CDPSession): Promise<number> {
	const { metrics } = await session.send('Performance.getMetrics');
	return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
}

async function timesPerKey({ page, context }: Person, keys: number): Promise<number[]> {
	const session = await context.newCDPSession(page);
	await session.send('Performance.enable', { timeDomain: 'threadTicks' });
	const times: number[] = [];
	for (let key = 0; key < keys; key++) {
		const before = await worked(session);
		await page.keyboard.press(key % 6 === 5 ? 'Space' : 'e');
		// Rendering and saving of this key are over before the next.
		await page.waitForTimeout(PAUSE_MS);
		times.push((await worked(session)) - before);
	}
	await session.detach();
	return times.sort((a, b) => a - b);
}

function percentile(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function writeLong(person: Person, size: number): Promise<void> {
	await person.visit('/');
	await person.createNote(String(size));
	const view = await editorView(person);
	await view.evaluate((editor, text) => {
		editor.dispatch({ changes: { from: 0, insert: text } });
	}, longNote(size));
	await expect(person.status).toHaveText(/^Saved/, { timeout: 120_000 });
	await person.visit('/');
}

/** Opens a note from the list, and gives the milliseconds until its text is rendered. */
async function open(person: Person, size: number): Promise<number> {
	const startedAt = performance.now();
	await person.page.getByRole('link', { name: String(size), exact: true }).click();
	await person.editor.locator('.pm-heading').first().waitFor({ timeout: 60_000 });
	return performance.now() - startedAt;
}

async function caretTo(person: Person, share: number): Promise<void> {
	const view = await editorView(person);
	await view.evaluate((editor, share) => {
		editor.focus();
		const { doc } = editor.state;
		const anchor = doc.lineAt(Math.floor(doc.length * share)).to;
		editor.dispatch({ selection: { anchor }, scrollIntoView: true });
	}, share);
}

// Makes and stores 10 MB, and types slowly.
if (IS_LONG) {
	test(
		'a key in a note of 10 MB costs what it costs in a small one',
		{ tag: '@long' },
		async ({ arrive }) => {
			test.setTimeout(900_000);
			const person = await arrive();
			let small: number | undefined;
			for (const size of SIZES) {
				await writeLong(person, size);
				const opened = await open(person, size);
				for (const share of [0, 0.5, 1]) {
					await caretTo(person, share);
					await timesPerKey(person, 10);
					const times = await timesPerKey(person, KEYS);
					const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
					console.warn(
						`${size / 1000} KB, at ${share * 100}%: opened in ${opened.toFixed(0)} ms, a key takes ${p50.toFixed(1)} ms (p50), ${p95.toFixed(1)} ms (p95)`
					);
					small ??= p50;
					expect(p50).toBeLessThan(MOST_GROWTH * small);
				}
			}
		}
	);
}
