import { longNote } from '../support/long-note.js';
import { expect, test } from './support/fixtures.js';
import { MainThread } from './support/main-thread.js';
import { percentile } from '../support/percentile.js';
import { editorView, type Person } from './support/person.js';

const SIZES = [10_000, 1_000_000, 10_000_000];
const KEYS = 120;
/** Rendering and saving of a key are over before the next, in milliseconds. */
const PAUSE_MS = 60;
/** Where in the text is written. */
const SHARES = [0, 0.5, 1];
/** How often a note is opened. */
const ROUNDS = 3;
/** Within it what waits for a rest is done: marks, counts, another search. */
const REST_MS = 1_500;

/** What a key may cost the main thread in 95 of 100 cases: a picture at 60 Hz is not late for it. */
const MOST_KEY_MS = 16;
/** What to open a note may cost it, from the tap in the list to the text. */
const MOST_OPEN_MS = 1_000;
/**
 * Beside a note of 10 KB. A busy machine is slow in a thread's own time, too: there a key may cost more than it should in any note.
 */
const MOST_GROWTH = 2;
/** How long 10 MB may take to come to a peer or to the disk. */
const ARRIVAL_TIMEOUT_MS = 600_000;

interface Times {
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
}

async function timesPerKey(writer: Person, thread: MainThread, keys: number): Promise<Times> {
	const times: number[] = [];
	for (let key = 0; key < keys; key++) {
		const before = await thread.worked();
		await writer.page.keyboard.press(key % 6 === 5 ? 'Space' : 'e');
		await writer.page.waitForTimeout(PAUSE_MS);
		times.push((await thread.worked()) - before);
	}
	times.sort((a, b) => a - b);
	return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: percentile(times, 1) };
}

function told({ p50, p95, max }: Times): string {
	return `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, max ${max.toFixed(1)} ms`;
}

async function writeLong(person: Person, size: number): Promise<void> {
	await person.visit('/');
	await person.createNote(String(size));
	const view = await editorView(person);
	await view.evaluate((editor, text) => {
		editor.dispatch({ changes: { from: 0, insert: text } });
	}, longNote(size));
	await expect(person.status).toHaveText(/^Saved/, { timeout: ARRIVAL_TIMEOUT_MS });
}

/** Opens a note from the list of a fresh page: the milliseconds until its text is drawn, and those that the main thread worked. */
async function open(person: Person, size: number): Promise<{ took: number; worked: number }> {
	await person.visit('/');
	const link = person.page.getByRole('link', { name: String(size), exact: true });
	await link.waitFor();
	// What the start of the page left to do is not the note's.
	await person.page.waitForTimeout(REST_MS);
	const thread = await MainThread.of(person);
	const before = await thread.worked();
	const took = await link.evaluate(async (element) => {
		const startedAt = performance.now();
		(element as HTMLElement).click();
		while (document.querySelector('.cm-content .pm-heading') === null)
			await new Promise((resolve) => requestAnimationFrame(resolve));
		return performance.now() - startedAt;
	});
	const worked = (await thread.worked()) - before;
	await thread.leave();
	return { took, worked };
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

/** Has everything on that a page can have: headings and counts, a search with hits everywhere. */
async function openAll({ page }: Person): Promise<void> {
	await page.getByRole('button', { name: 'More' }).click();
	await page.getByRole('menuitem', { name: 'Outline' }).click();
	await expect(page.getByText(/ words/).first()).toBeVisible();
	await page.keyboard.press('Control+F');
	const find = page.getByRole('search', { name: 'Find in this note' });
	await find.getByRole('textbox', { name: 'Find', exact: true }).fill('the');
	await expect(find.getByRole('status')).toHaveText(/\d/);
}

// Makes and stores 10 MB, and types slowly.
test(
	'a key in a note of 10 MB costs what it costs in a small one',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		test.setTimeout(1_800_000);
		const [person, peer] = [await arrive(), await arrive()];
		let small: Times | undefined;
		const check = (what: string, times: Times): void => {
			console.warn(`${what}: ${told(times)} of the main thread's own time for a key`);
			small ??= times;
			expect(times.p50).toBeLessThan(MOST_GROWTH * small.p50);
			expect(times.p95).toBeLessThan(Math.max(MOST_KEY_MS, MOST_GROWTH * small.p95));
		};
		for (const size of SIZES) {
			await writeLong(person, size);
			const opened = [];
			for (let round = 0; round < ROUNDS; round++) opened.push(await open(person, size));
			const texts = opened.map(({ took, worked }) => `${took.toFixed(0)} (${worked.toFixed(0)} of work)`);
			console.warn(`${size / 1000} KB: opened in ${texts.join(', ')} ms`);
			expect(Math.min(...opened.map(({ worked }) => worked))).toBeLessThan(MOST_OPEN_MS);
			const thread = await MainThread.of(person);
			for (const share of SHARES) {
				await caretTo(person, share);
				await timesPerKey(person, thread, 10);
				check(`${size / 1000} KB, at ${share * 100}%`, await timesPerKey(person, thread, KEYS));
			}

			// With another's caret, headings, counts and a search.
			await peer.page.goto(await person.shareLink());
			await peer.ready();
			await peer.editor.waitFor({ timeout: ARRIVAL_TIMEOUT_MS });
			await expect(person.status).toHaveText(/^Synced with/, { timeout: ARRIVAL_TIMEOUT_MS });
			await openAll(person);
			for (const share of SHARES) {
				await caretTo(peer, share);
				await caretTo(person, share);
				await expect(person.page.locator('.pc-caret')).toHaveCount(1);
				await timesPerKey(person, thread, 10);
				check(`${size / 1000} KB with all, at ${share * 100}%`, await timesPerKey(person, thread, KEYS));
				const before = await thread.worked();
				await person.page.waitForTimeout(REST_MS);
				console.warn(`  and ${((await thread.worked()) - before).toFixed(0)} ms once it rests`);
			}
			await thread.leave();
		}
	}
);
