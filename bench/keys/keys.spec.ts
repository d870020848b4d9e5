import { longNote } from '../../tests/support/long-note.js';
import { MainThread } from '../../tests/e2e/support/main-thread.js';
import { percentile } from '../../tests/support/percentile.js';
import { editorView, type Person } from '../../tests/e2e/support/person.js';
import { expect, IS_QUICK, test } from '../browser/fixtures.js';
import { writeRows, type Row } from '../report/rows.js';
import { lookOf, showBareText, visitBare } from './bare-page.js';

/** In UTF-16 units. */
const SIZES = IS_QUICK ? [10_000, 1_000_000] : [10_000, 1_000_000, 10_000_000];

/** The two take turns, so that neither has the better times of the machine. */
const ROUNDS = IS_QUICK ? 1 : 5;
const KEYS = IS_QUICK ? 20 : 60;
const WARM_UP_KEYS = IS_QUICK ? 5 : 10;

/** Rendering and saving of a key are over before the next, in milliseconds. */
const PAUSE_MS = 60;
/** Within it what waits for a rest after a text has come is done. */
const REST_MS = IS_QUICK ? 500 : 6_000;
/** How long 10 MB may take to come to the disk. */
const SAVED_TIMEOUT_MS = 600_000;

/** What a key may cost the page beyond CodeMirror alone, in milliseconds. */
const MOST_BEYOND_MS = 1;

/** What the longest note may cost beside the shortest. */
const MOST_GROWTH = 1.2;

interface Times {
	readonly p50: number;
	readonly p95: number;
}

interface Figures {
	readonly size: number;
	readonly perch: Times;
	readonly floor: Times;
}

test('the time of the main thread for a key', async ({ arrive }) => {
	const [writer, bare] = [await arrive(), await arrive()];
	await visitBare(bare);
	const found: Figures[] = [];
	for (const size of SIZES) {
		const text = longNote(size);
		await writeNote(writer, text);
		await showBareText(bare, text, await lookOf(writer));
		await writer.page.waitForTimeout(REST_MS);
		found.push({ size, ...(await takeTurns(writer, bare)) });
		console.warn(JSON.stringify(found.at(-1)));
	}
	writeRows('keys', { conditions: CONDITIONS, rows: rowsOf(found) });
});

async function writeNote(person: Person, text: string): Promise<void> {
	await person.visit('/');
	await person.createNote(String(text.length));
	const view = await editorView(person);
	await view.evaluate((editor, text) => {
		editor.dispatch({ changes: { from: 0, insert: text } });
	}, text);
	await view.dispose();
	await expect(person.status).toHaveText(/^Saved/, { timeout: SAVED_TIMEOUT_MS });
}

async function takeTurns(writer: Person, bare: Person): Promise<{ perch: Times; floor: Times }> {
	const both = [writer, bare];
	for (const person of both) await caretToMiddle(person);
	const threads = await Promise.all(both.map((person) => MainThread.of(person)));
	const times: [number[], number[]] = [[], []];
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const [index, person] of both.entries()) {
			const thread = threads[index];
			if (thread === undefined) continue;
			await timesOfKeys(person, thread, WARM_UP_KEYS);
			times[index]?.push(...(await timesOfKeys(person, thread, KEYS)));
		}
	}
	await Promise.all(threads.map((thread) => thread.leave()));
	return { perch: summaryOf(times[0]), floor: summaryOf(times[1]) };
}

async function caretToMiddle(person: Person): Promise<void> {
	const view = await editorView(person);
	await view.evaluate((editor) => {
		editor.focus();
		const { doc } = editor.state;
		const anchor = doc.lineAt(Math.floor(doc.length / 2)).to;
		editor.dispatch({ selection: { anchor }, scrollIntoView: true });
	});
	await view.dispose();
}

async function timesOfKeys({ page }: Person, thread: MainThread, keys: number): Promise<number[]> {
	const times: number[] = [];
	for (let key = 0; key < keys; key += 1) {
		const before = await thread.worked();
		await page.keyboard.press(key % 6 === 5 ? 'Space' : 'e');
		await page.waitForTimeout(PAUSE_MS);
		times.push((await thread.worked()) - before);
	}
	return times;
}

function summaryOf(times: readonly number[]): Times {
	const sorted = [...times].sort((a, b) => a - b);
	return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}

const CONDITIONS =
	'A key: the thread’s own time from the key until 60 ms later, drawing and saving included, in the middle of the text; the floor is CodeMirror alone.';

function rowsOf(found: readonly Figures[]): Row[] {
	const [first, last] = [found[0], found.at(-1)];
	const rows: Row[] = found.flatMap(({ size, perch, floor }) => [
		{
			what: `main thread for a key, ${sizeText(size)}, 50th percentile`,
			unit: 'ms',
			perch: perch.p50,
			floor: floor.p50
		},
		{
			what: `main thread for a key, ${sizeText(size)}, 95th percentile`,
			unit: 'ms',
			perch: perch.p95,
			floor: floor.p95,
			target: `floor + ${MOST_BEYOND_MS} ms`,
			met: perch.p95 <= floor.p95 + MOST_BEYOND_MS
		}
	]);
	if (first === undefined || last === undefined) return rows;
	const growth = last.perch.p95 / first.perch.p95;
	return [
		...rows,
		{
			what: `its growth from ${sizeText(first.size)} to ${sizeText(last.size)}, 95th percentile`,
			unit: 'times',
			perch: growth,
			floor: last.floor.p95 / first.floor.p95,
			target: `none (${MOST_GROWTH})`,
			met: growth <= MOST_GROWTH
		}
	];
}

function sizeText(size: number): string {
	return size < 1_000_000 ? `${size / 1_000} KB` : `${size / 1_000_000} MB`;
}
