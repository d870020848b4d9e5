import { freePort } from '../../tests/e2e/support/free-port.js';
import { expect, test } from '../../tests/e2e/support/fixtures.js';
import type { Person } from '../../tests/e2e/support/person.js';
import { CATEGORIES, METRICS, inspect, type Finding } from './lighthouse.js';

/** What each score is to reach, of 100. */
const TARGET = 95;

const RUNS = Number(process.env['LIGHTHOUSE_RUNS'] ?? 3);
const ONLY = process.env['LIGHTHOUSE_PAGE'] ?? '';

/** What the library holds, so that its page and a note's have something to show. */
const TITLES = ['Harvest', 'Seeds to order', 'Letters', 'What the roof needs'];
const TEXT = '## To bring\n- the long ladder and both saws\n- **gloves**, in every size\n- soup for twelve\n';

test('Lighthouse on a phone: every page', async ({ arrive, server }) => {
	const port = await freePort();
	const person = await arrive('chromium', {}, undefined, {
		unwatched: true,
		args: [`--remote-debugging-port=${port}`]
	});
	const pages: Readonly<Record<string, string>> = {
		library: `${server.url}/`,
		note: await writeNotes(person),
		join: `${server.url}/join/`,
		settings: `${server.url}/settings/`,
		trash: `${server.url}/trash/`,
		connection: `${server.url}/connection/`,
		open: `${server.url}/open/`
	};
	await person.page.goto('about:blank');
	const missed: string[] = [];
	for (const [name, url] of Object.entries(pages).filter(([name]) => ONLY === '' || name === ONLY)) {
		const findings: Finding[] = [];
		for (let run = 0; run < RUNS; run++) {
			await forgetFiles(person, server.url);
			findings.push(await inspect(url, port));
		}
		missed.push(...report(name, findings));
	}
	expect(missed).toEqual([]);
});

/** Gives the address of the last note. */
async function writeNotes(person: Person): Promise<string> {
	for (const title of TITLES) {
		await person.visit('/');
		await person.createNote(title);
		await person.type(TEXT);
		await expect(person.status).toHaveText(/^Saved on this device/);
	}
	return person.page.url();
}

/** As for one who comes for the first time, but for the notes, which stay. */
async function forgetFiles({ page, context }: Person, origin: string): Promise<void> {
	const session = await context.newCDPSession(page);
	const storageTypes = 'cache_storage,service_workers,shader_cache';
	await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
	await session.send('Network.clearBrowserCache');
	await session.detach();
}

/** Prints the medians, and gives what is below the target. */
function report(name: string, findings: readonly Finding[]): string[] {
	const scores = CATEGORIES.map((it) => [it, median(findings.map(({ scores }) => scores[it]))] as const);
	const metrics = Object.entries(METRICS).map(
		([id, label]) =>
			`${label} ${Number(median(findings.map(({ metrics }) => metrics[id] ?? Number.NaN)).toFixed(3))}`
	);
	const lines = [
		`${name}: ${scores.map(([category, score]) => `${category} ${score}`).join(', ')} (median of ${findings.length})`,
		`  ${metrics.join(', ')}`,
		...new Set(findings.flatMap(({ shortfalls }) => shortfalls.map((it) => `  - ${it}`)))
	];
	console.warn(lines.join('\n'));
	return scores.filter(([, score]) => score < TARGET).map(([it, score]) => `${name}: ${it} ${score}`);
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
