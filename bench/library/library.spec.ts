import { seedLibrary } from '../../tests/e2e/support/library-seed.js';
import { MainThread } from '../../tests/e2e/support/main-thread.js';
import { percentile } from '../../tests/support/percentile.js';
import type { Person } from '../../tests/e2e/support/person.js';
import { expect, IS_QUICK, test } from '../browser/fixtures.js';
import { writeRows, type Row } from '../report/rows.js';
import { countInPage, takeCounts, type PageCounts } from './page-counts.js';

/** Notes in the library. */
const SIZES = IS_QUICK ? [10, 100] : [10, 100, 1_000];

const CHANGES = IS_QUICK ? 3 : 30;

/** Between two changes, in milliseconds: the list has the line on the note and has shown it. */
const CHANGE_MS = 1_000;

/** What the start left to do, in milliseconds: the workers read all notes. */
const REST_MS = IS_QUICK ? 1_000 : 15_000;

/** What a change may cost in the largest library beside the smallest. */
const MOST_GROWTH = 1.2;

/** What cannot be told from nothing, in milliseconds. */
const NOISE_MS = 1;

/** What one change costs a page: its main thread's own time, and what can be counted. */
interface Cost extends PageCounts {
	readonly workedMs: number;
}

interface Figures {
	readonly notes: number;
	/** The page that shows the library. */
	readonly list: Cost;
	/** The page that has the note open. */
	readonly note: Cost;
}

test('a note of a large library is changed by a peer', async ({ visit, server }) => {
	const peer = await visit();
	const found: Figures[] = [];
	for (const notes of SIZES) {
		const owner = await visit(undefined, async (context) => {
			// And the one that is changed, which needs an invite that is its own.
			await seedLibrary(context, server.url, notes - 1);
			await context.addInitScript(countInPage);
		});
		await owner.page.locator('[data-row] a').first().waitFor();
		const open = await owner.newTab();
		await open.visit('/');
		await open.createNote('Changed');
		await open.type('plums and pears');
		await peer.page.goto(await open.shareLink());
		await peer.ready();
		await peer.editor.waitFor();
		await expect(open.status).toHaveText(/^Synced with/);
		await peer.caretTo('start');
		await peer.type('# ');
		await owner.page.waitForTimeout(REST_MS);
		const [list, note] = await costs([owner, open], peer);
		if (list !== undefined && note !== undefined) found.push({ notes, list, note });
		console.warn(JSON.stringify(found.at(-1)));
		await owner.leave();
	}
	writeRows('library', { conditions: CONDITIONS, rows: rowsOf(found) });
});

/** What a change by the peer costs each of some pages. */
async function costs(pages: readonly Person[], peer: Person): Promise<Cost[]> {
	const threads = await Promise.all(pages.map((person) => MainThread.of(person)));
	const workedMs = () => Promise.all(threads.map((thread) => thread.worked()));
	const counts = () => Promise.all(pages.map(({ page }) => takeCounts(page)));
	const found: Cost[][] = [];
	for (let change = 0; change < CHANGES; change += 1) {
		// Asked before and after the thread's time, or the asking would count.
		await counts();
		const before = await workedMs();
		await peer.page.keyboard.press('e');
		await peer.page.waitForTimeout(CHANGE_MS);
		const after = await workedMs();
		const counted = await counts();
		found.push(
			counted.map((of, index) => ({ ...of, workedMs: (after[index] ?? NaN) - (before[index] ?? NaN) }))
		);
	}
	await Promise.all(threads.map((thread) => thread.leave()));
	return pages.map((_, index) => medianOf(found.flatMap((costs) => costs[index] ?? [])));
}

function medianOf(all: readonly Cost[]): Cost {
	const median = (pick: (cost: Cost) => number) =>
		percentile(
			all.map(pick).sort((a, b) => a - b),
			0.5
		);
	return {
		workedMs: median(({ workedMs }) => workedMs),
		loroCalls: median(({ loroCalls }) => loroCalls),
		transactions: median(({ transactions }) => transactions),
		rows: median(({ rows }) => rows)
	};
}

const CONDITIONS =
	'A library: one tab shows the list, another has a note of it open, and a peer types a character a second in it; medians, the main thread’s own time.';

function rowsOf(found: readonly Figures[]): Row[] {
	const [smallest] = found;
	const figures = [
		['main thread, the list', 'ms', (it: Figures) => it.list.workedMs],
		['main thread, the note', 'ms', (it: Figures) => it.note.workedMs],
		['calls of Loro, both', '', (it: Figures) => it.list.loroCalls + it.note.loroCalls],
		['transactions, both', '', (it: Figures) => it.list.transactions + it.note.transactions],
		['rows of the list drawn anew', '', (it: Figures) => it.list.rows]
	] as const;
	return figures.flatMap(([what, unit, value]) =>
		found.map((it) => {
			const row: Row = {
				what: `a change by a peer, library of ${it.notes.toLocaleString('en')}: ${what}`,
				unit,
				perch: value(it)
			};
			if (smallest === undefined || it === smallest) return row;
			const noise = unit === 'ms' ? NOISE_MS : 0;
			const met = value(it) <= value(smallest) * MOST_GROWTH + noise;
			return { ...row, target: `as of ${smallest.notes}`, met };
		})
	);
}
