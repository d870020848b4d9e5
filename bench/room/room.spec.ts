import { percentile } from '../../tests/support/percentile.js';
import type { Person, Prepare } from '../../tests/e2e/support/person.js';
import { expect, IS_QUICK, test } from '../browser/fixtures.js';
import { writeRows, type Row } from '../report/rows.js';
import { buildNodePeer, NodePeer } from './node-peers.js';
import { openChannels, takeNoted, watchChannels, watchText } from './page-watch.js';
import { cpuOfProgram } from './process-cpu.js';
import type { Arrival } from './questions.js';

/** How many are in the room: two Chromiums, the rest in Node. */
const SIZES = IS_QUICK ? [2, 4] : [2, 4, 8, 16, 32];

const KEYS = IS_QUICK ? 12 : 40;

/** Between two keys, in milliseconds: what one leads to is over before the next, in the largest room, too. */
const KEY_MS = IS_QUICK ? 200 : 500;

/** How long nothing is done, in milliseconds, before idling is looked at, and for how long that is. */
const QUIET_MS = IS_QUICK ? 1_000 : 5_000;
const IDLE_MS = IS_QUICK ? 2_000 : 20_000;

/** So many processes are started at a time: each takes more than a second of the processor. */
const STARTED_AT_ONCE = 2;
const CONNECTED = { timeout: 180_000, intervals: [250] };

/** An idle peer may take this share of a core, in per cent. */
const MOST_IDLE = 1;

/** What a figure may exceed the line by that the smaller room gives. */
const NOISE = 1.25;

const READER = '--perch-bench-reader';

const readerCpu = () => Promise.resolve(cpuOfProgram(READER));

interface Figures {
	readonly size: number;
	readonly lastMs: number;
	readonly bytes: number;
	readonly messages: number;
	/** Of a core, in per cent. */
	readonly readerIdle: number;
	readonly nodeIdle: number | undefined;
}

test('rooms of many', async ({ visit, server }) => {
	const program = await buildNodePeer();
	const prepare: Prepare = async (context) => {
		await context.addInitScript(watchChannels);
	};
	const [typist, reader] = await Promise.all([
		visit(undefined, prepare),
		visit(undefined, prepare, { args: [READER] })
	]);
	await reader.page.goto('about:blank');
	const [floor] = await idleShares([readerCpu]);
	await typist.createNote('Room');
	await typist.type('many: ');
	const link = await typist.shareLink();
	await reader.page.goto(link);
	await reader.editor.waitFor();
	for (const person of [typist, reader]) await watchText(person);
	const invitation = { link, relays: [`${server.url.replace(/^http/, 'ws')}/relay`] };
	const nodes: NodePeer[] = [];
	const found: Figures[] = [];
	try {
		for (const size of SIZES) {
			while (nodes.length < size - 2) {
				for (let started = 0; started < STARTED_AT_ONCE; started += 1)
					nodes.push(NodePeer.start(program, invitation));
				await allConnected([typist, reader], nodes);
			}
			await allConnected([typist, reader], nodes);
			found.push(await measure(size, typist, reader, nodes));
			console.warn(JSON.stringify(found.at(-1)));
		}
	} finally {
		await Promise.all(nodes.map((node) => node.end()));
		writeRows('room', { conditions: CONDITIONS, rows: rowsOf(found, floor) });
	}
});

async function allConnected(people: readonly Person[], nodes: readonly NodePeer[]): Promise<void> {
	const others = people.length + nodes.length - 1;
	await expect
		.poll(async () => {
			const ofPages = await Promise.all(people.map(({ page }) => openChannels(page)));
			const ofNodes = await Promise.all(nodes.map(async (node) => (await node.ask('state')).peers));
			return [...ofPages, ...ofNodes].filter((peers) => peers !== others);
		}, CONNECTED)
		.toEqual([]);
}

async function measure(
	size: number,
	typist: Person,
	reader: Person,
	nodes: readonly NodePeer[]
): Promise<Figures> {
	await typist.caretTo('end');
	await typist.page.waitForTimeout(QUIET_MS);
	await Promise.all([typist, reader].map(({ page }) => takeNoted(page)));
	await Promise.all(nodes.map((node) => node.ask('arrivals')));
	const before = (await typist.text()).length;
	for (let key = 0; key < KEYS; key += 1) {
		await typist.page.keyboard.press(key % 6 === 5 ? 'Space' : 'e');
		await typist.page.waitForTimeout(KEY_MS);
	}
	await expect.poll(async () => (await reader.text()).length).toBe(before + KEYS);
	const { keys, sent } = await takeNoted(typist.page);
	const arrivals = [
		(await takeNoted(reader.page)).arrivals,
		...(await Promise.all(nodes.map((node) => node.ask('arrivals'))))
	];
	const times = keys.map((at, key) => lastArrival(arrivals, before + key + 1) - at).sort((a, b) => a - b);
	// A caret that blinks is drawn again and again, whoever else is there.
	await reader.page.waitForTimeout(QUIET_MS);
	const [readerIdle = NaN, ...nodesIdle] = await idleShares([
		readerCpu,
		...nodes.map((node) => () => node.ask('cpu'))
	]);
	return {
		size,
		lastMs: percentile(times, 0.5),
		bytes: sent.bytes / KEYS,
		messages: sent.messages / KEYS,
		readerIdle,
		nodeIdle:
			nodesIdle.length === 0 ? undefined : nodesIdle.reduce((sum, share) => sum + share, 0) / nodesIdle.length
	};
}

/** When the last of all had a text of this length. */
function lastArrival(all: readonly (readonly Arrival[])[], length: number): number {
	return Math.max(...all.map((arrivals) => arrivals.find(([reached]) => reached >= length)?.[1] ?? NaN));
}

/** The share of a core that each takes while nothing is done, in per cent. */
async function idleShares(meters: readonly (() => Promise<number>)[]): Promise<number[]> {
	const read = async () => {
		const at = performance.now();
		return { at, cpu: await Promise.all(meters.map((meter) => meter())) };
	};
	const before = await read();
	await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
	const after = await read();
	return after.cpu.map((cpu, index) => (100 * (cpu - (before.cpu[index] ?? NaN))) / (after.at - before.at));
}

const CONDITIONS =
	'Rooms: all peers are on this one machine, each in a process of its own, and each is connected with each, as Trystero does it. ' +
	'Two are Chromiums with the app; the others run its code in Node, whose WebRTC (werift) is JavaScript and slower than a browser’s.';

function rowsOf(found: readonly Figures[], floor: number | undefined): Row[] {
	const smallest = found[0];
	const linear = (value: (figures: Figures) => number, figures: Figures) => {
		if (smallest === undefined || figures === smallest) return {};
		const most = ((value(smallest) * (figures.size - 1)) / (smallest.size - 1)) * NOISE;
		return { target: 'at most linear', met: value(figures) <= most };
	};
	return [
		...found.map((figures) => ({
			what: `room of ${figures.size}: a key until the last peer has it`,
			unit: 'ms',
			perch: figures.lastMs,
			...linear(({ lastMs }) => lastMs, figures)
		})),
		...found.map((figures) => ({
			what: `room of ${figures.size}: the typist sends for a key`,
			unit: 'bytes',
			perch: figures.bytes,
			...linear(({ bytes }) => bytes, figures)
		})),
		...found.map(({ size, readerIdle }) => ({
			what: `room of ${size}: an idle Chromium; floor: with an empty page`,
			unit: '% of a core',
			perch: readerIdle,
			floor,
			target: `${MOST_IDLE} %`,
			met: readerIdle <= MOST_IDLE
		})),
		...found.flatMap(({ size, nodeIdle }) =>
			nodeIdle === undefined
				? []
				: [
						{
							what: `room of ${size}: an idle peer in Node`,
							unit: '% of a core',
							perch: nodeIdle,
							target: `${MOST_IDLE} %`,
							met: nodeIdle <= MOST_IDLE
						}
					]
		)
	];
}
