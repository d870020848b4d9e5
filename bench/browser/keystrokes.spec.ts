import { longNote } from '../../tests/support/long-note.js';
import { writeRows, type Column, type Row } from '../report/rows.js';
import { IS_QUICK, test } from './fixtures.js';
import { asPerchFile, asYjsUpdate, loadHistory } from './history.js';
import { barePair, perchPair, yjsPair, type Content, type Pair } from './pairs.js';
import { percentile } from '../../tests/support/percentile.js';
import { pingPong, preparePingPong } from './ping-pong.js';

/** All take turns, so that what else the machine does hits all alike. */
const LAPS = IS_QUICK ? 3 : 8;
const ROUNDS = 50;
const WARM_UP_ROUNDS = 50;

const LONG = 1_000_000;
const SHARES = { '50th': 0.5, '95th': 0.95 } as const;

/** Beside Yjs, and beside the empty note. */
const MOST_OF_YJS = 0.9;
const MOST_OF_EMPTY = 1.2;

const EMPTY = 'an empty note';

const WHY_KEY =
	"on a busy machine the main thread of a page worked 12.5 ms on a key of one's own and one of the other's, that of Yjs 5, CodeMirror alone 2.2. Of what the " +
	'profile of that showed, the people and carets that were drawn anew at each key are mended (not profiled since); left are the sends to the channel, which took ' +
	'twice as long as those of Yjs, the vetting of what a peer sent, the storing, the Markdown, and a selection that takes longer to set.';

/** Two, in a note of this content, and what their keys have taken so far. */
interface Course {
	readonly pair: Pair;
	readonly content: string;
	readonly times: number[];
}

test('a key from editor to editor', async ({ visit, site, signalling }) => {
	const history = loadHistory(IS_QUICK);
	const contents: Content[] = [{ name: EMPTY }];
	if (!IS_QUICK) {
		const perchFile = asPerchFile('history', history.edits);
		const yjsUpdate = await asYjsUpdate(history.edits);
		contents.push({ name: 'a note of 1 MB', text: longNote(LONG) });
		contents.push({ name: 'a note with the history', history: { perchFile, yjsUpdate } });
	}
	const courses: Course[] = [];
	const enter = (content: Content, pair: Pair) => courses.push({ pair, content: content.name, times: [] });
	for (const content of contents) {
		enter(content, await perchPair(await visit(), await visit(), content));
		const rivals = async () => [await visit(site.url), await visit(site.url)] as const;
		enter(content, await yjsPair(...(await rivals()), content, signalling));
		if (content.name !== EMPTY) continue;
		enter(content, await barePair('floor', ...(await rivals()), content));
		enter(content, await barePair('textbook', ...(await rivals()), content));
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
			`Keys from editor to editor: half of there and back, ${LAPS * ROUNDS} times, two browser processes, all taking turns; the field ` +
			`quotes 5 ms for a local network. The history is ${history.title}.`,
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
			why: content === EMPTY ? WHY_KEY : undefined,
			target: content === EMPTY ? `${MOST_OF_YJS} x Yjs` : `${MOST_OF_EMPTY} x in the empty note`,
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
