import { writeRows } from '../report/rows.js';
import { expect, IS_QUICK, test } from './fixtures.js';
import { asPerchFile, asYjsUpdate, loadHistory, textOf } from './history.js';
import { importFile } from './pairs.js';
import { median } from '../../tests/support/percentile.js';
import { largestPage } from './processes.js';
import type { Person } from '../../tests/e2e/support/person.js';

const ROUNDS = IS_QUICK ? 1 : 5;
/** Within it a fresh page is through with what its start left to do, in milliseconds. */
const REST_MS = IS_QUICK ? 1_000 : 4_000;
const MB = 1e6;
const NAME = 'history';
const MOST_OF_YJS = 0.5;

test('memory of a page with a note open', async ({ visit, site }) => {
	const history = loadHistory(IS_QUICK);
	const { length } = textOf(history.edits);
	const visitMarked = async (mark: string, app?: string) =>
		await visit(app, undefined, { args: [`--perch-bench=${mark}`] });

	const [perch, rival, floor] = await Promise.all([
		visitMarked('memory-perch'),
		visitMarked('memory-yjs', site.url),
		visitMarked('memory-floor', site.url)
	]);
	await importFile(perch, asPerchFile(NAME, history.edits));
	const note = perch.page.url();
	await openYjs(rival);
	await rival.page.evaluate((update) => bench().take(update), await asYjsUpdate(history.edits));
	await rival.page.evaluate(() => bench().compact());

	const bytes = {
		perch: [] as number[],
		library: [] as number[],
		yjs: [] as number[],
		floor: [] as number[]
	};
	for (let round = 0; round < ROUNDS; round += 1) {
		await fresh(perch, note);
		await perch.editor.waitFor();
		bytes.perch.push(await measured(perch, 'memory-perch'));
		expect((await perch.text()).length).toBe(length);
		await fresh(perch, `${perch.app}/settings/`);
		bytes.library.push(await measured(perch, 'memory-perch'));
		await openYjs(rival);
		bytes.yjs.push(await measured(rival, 'memory-yjs'));
		expect((await rival.text()).length).toBe(length);
		await fresh(floor, `${site.url}/?floor`);
		bytes.floor.push(await measured(floor, 'memory-floor'));
	}
	const [own, theirs] = [median(bytes.perch) / MB, median(bytes.yjs) / MB];
	writeRows('memory', {
		conditions:
			'Memory is what the page’s process shares with no other, after a garbage collection: WASM memory and compiled code are in it. ' +
			'Its floor is a page with an empty CodeMirror.',
		rows: [
			{
				what: 'memory of the page with the note with the history open',
				unit: 'MB',
				perch: own,
				yjs: theirs,
				floor: median(bytes.floor) / MB,
				target: `${MOST_OF_YJS} x Yjs`,
				met: own <= MOST_OF_YJS * theirs
			},
			{ what: 'memory of a page of Perch with no note open', unit: 'MB', perch: median(bytes.library) / MB }
		]
	});
});

async function openYjs(person: Person): Promise<void> {
	await fresh(person, `${person.app}/?yjs`);
	await person.page.waitForFunction(() => 'bench' in globalThis);
	await person.page.evaluate((name) => bench().open(name), NAME);
}

/** In a process that no page has used before. */
async function fresh(person: Person, url: string): Promise<void> {
	const before = person.page;
	person.usePage(await person.newPage());
	await before.close();
	await person.page.goto(url);
}

async function measured(person: Person, mark: string): Promise<number> {
	await person.page.waitForTimeout(REST_MS);
	const session = await person.devTools();
	await session.send('HeapProfiler.collectGarbage');
	await session.detach();
	return largestPage(`--perch-bench=${mark}`);
}
