import type { StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Splice } from '../../tests/support/recorded-typing.js';
import { median } from '../../tests/support/percentile.js';
import { agreedText, editorView, type Person } from '../../tests/e2e/support/person.js';
import { meetAgain } from '../counts/loro.js';
import { EDITS_APART, within } from '../counts/workload.js';
import { writeRows, type Column } from '../report/rows.js';
import { cutChannels, isEphemeral, reopenedAt, sumOf, takeSent, watchChannels } from './channel-watch.js';
import { expect, IS_QUICK, test } from './fixtures.js';
import { asPerchFile, asYjsUpdate, loadHistory, textOf } from './history.js';
import { makeEdits } from './make-edits.js';
import { perchPair, yjsPair, type Pair } from './pairs.js';
import { answered } from './poll.js';

const ROUNDS = IS_QUICK ? 1 : 7;
const EDITS = IS_QUICK ? 200 : EDITS_APART;
const EDITS_A_ROUND = 2 * EDITS;

/** After both are equal: receipts and digests are through. */
const REST_MS = 2_000;

const MOST_OF_LORO = 1.1;
const MOST_OF_YJS = 0.5;

/** Where the two meet: it can be gone for a while. */
interface MeetingPlace {
	stop(): Promise<void>;
	start(): Promise<void>;
}

/** Two, what they meet at, and what each time that they met again has taken so far. */
interface Course {
	readonly pair: Pair;
	readonly place: MeetingPlace;
	readonly times: number[];
	readonly bytes: number[];
	readonly ephemeral: number[];
}

/**
 * Two who have the note lose each other: the server at which they met stops, and their data channels close. Each makes its edits; then
 * the server is there again. The clock starts when the first data channel between the two is open, at whichever end that is
 * first, and stops when the last change came to the editor of the one who was last. So it leaves out how soon they look for each other, and
 * holds all that is said and done from then on, for both alike.
 */
test('two who were apart are equal again', async ({ two, site, server, signalling }) => {
	const history = loadHistory(IS_QUICK);
	const before = history.edits.slice(0, -ROUNDS * EDITS_A_ROUND);
	const rounds = Array.from({ length: ROUNDS }, (_, round) => {
		const from = before.length + round * EDITS_A_ROUND;
		return [
			history.edits.slice(from, from + EDITS),
			history.edits.slice(from + EDITS, from + EDITS_A_ROUND)
		] as const;
	});
	const content = {
		name: 'apart',
		history: {
			perchFile: asPerchFile('apart', before),
			yjsUpdate: await asYjsUpdate(before),
			text: textOf(before)
		}
	};
	const courses: Course[] = [];
	const enter = (pair: Pair, place: MeetingPlace) =>
		courses.push({ pair, place, times: [], bytes: [], ephemeral: [] });
	enter(await perchPair(...(await two(undefined, watchChannels)), content), server);
	enter(await yjsPair(...(await two(site.url, watchChannels)), content, signalling), signalling);
	for (const { pair } of courses) for (const person of [pair.a, pair.b]) await watchChanges(person);
	for (const apart of rounds)
		for (const course of courses) {
			await partAndMeet(course, apart);
			console.warn(JSON.stringify({ ...course, pair: course.pair.column, place: undefined }));
		}

	const { perchFile, text } = content.history;
	const floors = rounds.map((apart) =>
		meetAgain(perchFile, [within(apart[0], text.length), within(apart[1], text.length)])
	);
	const figures = (pick: (course: Course) => readonly number[]) =>
		Object.fromEntries(courses.map((course) => [course.pair.column, median(pick(course))])) as Partial<
			Record<Column, number>
		>;
	const bytes = figures((course) => course.bytes);
	const times = figures((course) => course.times);
	const floor = {
		bytes: median(floors.map((it) => it.bytes)),
		ms: median(floors.map((it) => it.ms))
	};
	const what = `two who made ${EDITS.toLocaleString('en')} edits each while apart`;
	writeRows('reconnect', {
		conditions:
			`Two browser processes lose each other and meet again, ${ROUNDS} times, in a note of ${before.length} edits (${history.title}): from ` +
			'the first open data channel until both editors show the same. The floor is Loro’s own export of what is lacking, both ways, and ' +
			'how long Node makes and takes that in, one after the other, with nobody who sends or shows it.',
		rows: [
			{
				what: `${what}: both ways until they are equal`,
				unit: 'bytes',
				...bytes,
				floor: floor.bytes,
				target: `${MOST_OF_LORO} x floor`,
				met: (bytes.perch ?? NaN) <= MOST_OF_LORO * floor.bytes
			},
			{
				what: `${what}: carets and signs of life meanwhile`,
				unit: 'bytes',
				...figures(({ ephemeral }) => ephemeral)
			},
			{
				what: `${what}: until they are equal`,
				unit: 'ms',
				...times,
				floor: floor.ms,
				target: `${MOST_OF_YJS} x Yjs`,
				met: (times.perch ?? NaN) <= MOST_OF_YJS * (times.yjs ?? NaN)
			}
		]
	});
});

async function partAndMeet(
	course: Course,
	apart: readonly [readonly Splice[], readonly Splice[]]
): Promise<void> {
	const { pair, place } = course;
	const { a, b, column } = pair;
	await place.stop();
	for (const { page } of [a, b]) await cutChannels(page);
	const length = (await agreedText(a, b)).length;
	await Promise.all([makeEdits(a, within(apart[0], length)), makeEdits(b, within(apart[1], length))]);
	expect(await a.text()).not.toBe(await b.text());
	for (const { page } of [a, b]) await takeSent(page);
	await place.start();
	// As when somebody turns to the page: whoever waits longer between two tries tries now.
	for (const { page } of [a, b])
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	const opened = await Promise.all([a, b].map(({ page }) => answered(() => reopenedAt(page))));
	await agreedText(a, b);
	await a.page.waitForTimeout(REST_MS);
	const changed = await Promise.all([a, b].map(lastChange));
	course.times.push(Math.max(...changed) - Math.min(...opened));
	const sent = [...(await takeSent(a.page)), ...(await takeSent(b.page))];
	const isPassing = (message: (typeof sent)[number]) => isEphemeral(column, message);
	course.bytes.push(sumOf(sent.filter((message) => !isPassing(message))).bytes);
	course.ephemeral.push(sumOf(sent.filter(isPassing)).bytes);
}

/** Notes from now on when the text of the editor changes. */
async function watchChanges(person: Person): Promise<void> {
	const view = await editorView(person);
	await view.evaluate((editor: EditorView) => {
		const View = editor.constructor as typeof EditorView;
		const Effect = View.scrollIntoView(0).constructor as typeof StateEffect;
		const listener = View.updateListener.of(({ docChanged }) => {
			if (docChanged)
				Object.assign(globalThis, { benchChangedAt: performance.timeOrigin + performance.now() });
		});
		editor.dispatch({ effects: Effect.appendConfig.of(listener) });
	});
	await view.dispose();
}

/** When the text of the editor changed last, in milliseconds since 1970. */
async function lastChange({ page }: Person): Promise<number> {
	return await page.evaluate(() => (globalThis as unknown as { benchChangedAt: number }).benchChangedAt);
}
