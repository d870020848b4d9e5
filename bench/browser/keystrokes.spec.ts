import { longNote } from '../../tests/support/long-note.js';
import { writeRows, type Column, type Row } from '../report/rows.js';
import { IS_QUICK, test } from './fixtures.js';
import { asPerchFile, asYjsUpdate, loadHistory, textOf } from './history.js';
import { barePair, perchPair, yjsPair, type Content, type Pair } from './pairs.js';
import { percentile } from '../../tests/support/percentile.js';
import { pingPong, preparePingPong } from './ping-pong.js';

/** All take turns, so that what else the machine does hits all alike. */
const LAPS = IS_QUICK ? 2 : 8;
const ROUNDS = IS_QUICK ? 8 : 50;
const WARM_UP_ROUNDS = ROUNDS;

const LONG = 1_000_000;
const SHARES = { '50th': 0.5, '95th': 0.95 } as const;

/** Beside Yjs, and beside the empty note. */
const MOST_OF_YJS = 0.9;
const MOST_OF_EMPTY = 1.2;

/** What is quoted for a key to another in a local network, in milliseconds. */
const LOCAL_MS = 5;

const EMPTY = 'an empty note';
const LONG_NOTE = 'a note of 1 MB';

/** Two, in a note of this content, and what their keys have taken so far. */
interface Course {
	readonly pair: Pair;
	readonly content: string;
	readonly times: number[];
}

test('a key from editor to editor', async ({ two, site, signalling }) => {
	const history = loadHistory(IS_QUICK);
	const contents: readonly Content[] = [
		{ name: EMPTY },
		...(IS_QUICK ? [] : [{ name: LONG_NOTE, text: longNote(LONG) }]),
		{
			name: 'a note with the history',
			history: {
				perchFile: asPerchFile('history', history.edits),
				yjsUpdate: await asYjsUpdate(history.edits),
				text: textOf(history.edits)
			}
		}
	];
	const courses: Course[] = [];
	const enter = (content: Content, pair: Pair) => courses.push({ pair, content: content.name, times: [] });
	for (const content of contents) {
		enter(content, await perchPair(...(await two()), content));
		enter(content, await yjsPair(...(await two(site.url)), content, signalling));
		enter(content, await barePair('floor', ...(await two(site.url)), content));
		// Each key of it is as long as the note.
		if (content.name === EMPTY) enter(content, await barePair('textbook', ...(await two(site.url)), content));
	}
	for (const { pair } of courses) {
		await preparePingPong(pair);
		await pingPong(pair, WARM_UP_ROUNDS);
	}
	for (let lap = 0; lap < LAPS; lap += 1)
		for (const { pair, times } of courses) times.push(...(await pingPong(pair, ROUNDS)));

	const channel = await channelAlone(courses);
	writeRows('keystrokes', {
		conditions:
			`Keys from editor to editor: half of there and back, ${LAPS * ROUNDS} times, two browser processes, all taking turns. ` +
			`The history is ${history.title}.`,
		rows: [
			...Object.entries(SHARES).flatMap(([name, share]) => rowsOf(courses, name, share)),
			{ what: 'a key of 90 bytes over the channel alone, 50th percentile', unit: 'ms', floor: channel }
		]
	});
});

function rowsOf(courses: readonly Course[], name: string, share: number): Row[] {
	const figures = (content: string) => {
		const own = courses.filter((course) => course.content === content);
		return Object.fromEntries(
			own.map(({ pair, times }) => [pair.column, percentile(times, share)])
		) as Partial<Record<Column, number>>;
	};
	const empty = figures(EMPTY);
	return [...new Set(courses.map(({ content }) => content))].map((content) => {
		const own = figures(content);
		const limit = content === EMPTY ? MOST_OF_YJS * (empty.yjs ?? NaN) : MOST_OF_EMPTY * (empty.perch ?? NaN);
		return {
			what: `a key from editor to editor in ${content}, ${name} percentile`,
			unit: 'ms',
			...own,
			target:
				content === EMPTY
					? `${MOST_OF_YJS} x Yjs; the field quotes ${LOCAL_MS} ms`
					: `${MOST_OF_EMPTY} x in the empty note`,
			met: (own.perch ?? NaN) <= limit
		};
	});
}

async function channelAlone(courses: readonly Course[]): Promise<number> {
	const bare = courses.find(({ pair }) => pair.column === 'floor');
	if (bare === undefined) return NaN;
	await bare.pair.b.page.evaluate(() => bench().echo());
	return percentile(
		await bare.pair.a.page.evaluate((rounds) => bench().askChannel(rounds), LAPS * ROUNDS),
		SHARES['50th']
	);
}
