import type { EditorView } from '@codemirror/view';
import { agreedText, editorView, type Person } from '../../tests/e2e/support/person.js';
import { loro } from '../counts/loro.js';
import { writeRows, type Column, type Row } from '../report/rows.js';
import { isEphemeral, sumOf, takeSent, watchChannels, type SentMessage, type Sum } from './channel-watch.js';
import { IS_QUICK, test } from './fixtures.js';
import { barePair, perchPair, yjsPair, type Pair } from './pairs.js';

const TEXT = 'the quick brown fox jumps over the lazy dog and runs to the river ';
const KEYS = IS_QUICK ? TEXT.slice(0, 10) : TEXT;

/** How the keys come: so many milliseconds from one to the next. */
const PACES = [
	{ pace: '5 a second', everyMs: 200 },
	{ pace: '10 a second', everyMs: 100 },
	{ pace: 'in a burst, 100 a second', everyMs: 10 }
] as const;
const BURST = PACES[2];

/** Before and after the keys: receipts, digests and the last caret are through, and no sign of life is due for nothing. */
const REST_MS = 1_500;

/** What a message may weigh beyond Loro's own update. */
const MESSAGE_OVERHEAD_BYTES = 16;

/** What one pair said for each character that one of the two typed. */
interface Figures {
	readonly column: Column;
	readonly pace: string;
	/** From the one who types: updates, receipts, digests. */
	readonly sent: Sum;
	/** From the other. */
	readonly back: Sum;
	/** Both ways: carets and signs of life. */
	readonly ephemeral: Sum;
}

test('what goes over the data channel for a character', async ({ two, site, signalling }) => {
	const content = { name: 'wire' };
	const pairs = [
		await perchPair(...(await two(undefined, watchChannels)), content),
		await yjsPair(...(await two(site.url, watchChannels)), content, signalling),
		await barePair('textbook', ...(await two(site.url, watchChannels)), content)
	];
	const found: Figures[] = [];
	const measureAll = async (pair: Pair) => {
		for (const pace of PACES) {
			const figures = await measure(pair, pace);
			found.push(figures);
			console.warn(JSON.stringify(figures));
		}
	};
	// What is said in a burst depends a little on how much else the machine does.
	if (IS_QUICK) await Promise.all(pairs.map(measureAll));
	else for (const pair of pairs) await measureAll(pair);
	const floor = (await loro.keys([], KEYS, BURST.everyMs))?.bytes ?? NaN;
	writeRows('wire', {
		conditions:
			`Over the data channel: what the page of one who types ${KEYS.length} characters gives it to send, until both are quiet again, two browser ` +
			'processes. Carets and signs of life are counted apart, for all: that of Perch stands behind the character typed last and is told anew with each, that of Yjs before the next one. ' +
			'What Perch sends back are receipts; y-webrtc sends each update back. The floor is Loro’s own update of each character.',
		rows: PACES.flatMap(({ pace }) => rowsOf(found, pace, floor))
	});
});

async function measure(pair: Pair, { pace, everyMs }: (typeof PACES)[number]): Promise<Figures> {
	const { a, b, column } = pair;
	await a.editor.focus();
	await a.page.waitForTimeout(REST_MS);
	for (const { page } of [a, b]) await takeSent(page);
	await type(a, KEYS, everyMs);
	await agreedText(a, b);
	await a.page.waitForTimeout(REST_MS);
	const [ofA, ofB] = [await takeSent(a.page), await takeSent(b.page)];
	const isLasting = (message: SentMessage) => !isEphemeral(column, message);
	return {
		column,
		pace,
		sent: each(sumOf(ofA.filter(isLasting))),
		back: each(sumOf(ofB.filter(isLasting))),
		ephemeral: each(sumOf([...ofA, ...ofB].filter((message) => !isLasting(message))))
	};
}

/** Types at the end of the text, at a pace that does not add up how late each key was. */
async function type(person: Person, keys: string, everyMs: number): Promise<void> {
	const view = await editorView(person);
	await view.evaluate(
		async (editor: EditorView, [text, pause]) => {
			const startedAt = performance.now();
			for (const [count, insert] of Array.from(text).entries()) {
				const due = startedAt + count * pause;
				await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
				const from = editor.state.doc.length;
				editor.dispatch({
					changes: { from, insert },
					selection: { anchor: from + 1 },
					userEvent: 'input.type'
				});
			}
		},
		[keys, everyMs] as const
	);
	await view.dispose();
}

function each({ messages, bytes }: Sum): Sum {
	return { messages: messages / KEYS.length, bytes: bytes / KEYS.length };
}

function rowsOf(found: readonly Figures[], pace: string, floor: number): Row[] {
	const own = found.filter((figures) => figures.pace === pace);
	const columns = (pick: (figures: Figures) => number) =>
		Object.fromEntries(own.map((figures) => [figures.column, pick(figures)])) as Partial<
			Record<Column, number>
		>;
	const bytes = columns(({ sent }) => sent.bytes);
	const messages = columns(({ sent }) => sent.messages);
	const isBurst = pace === BURST.pace;
	const limit = isBurst ? (bytes.yjs ?? NaN) : floor + MESSAGE_OVERHEAD_BYTES * (messages.perch ?? NaN);
	return [
		{
			what: `over the channel for a character, ${pace}`,
			unit: 'bytes',
			...bytes,
			floor,
			target: isBurst ? 'Yjs' : `floor + ${MESSAGE_OVERHEAD_BYTES} a message`,
			met: (bytes.perch ?? NaN) <= limit
		},
		{ what: `over the channel for a character, ${pace}`, unit: 'messages', ...messages },
		{ what: `sent back for it, ${pace}`, unit: 'bytes', ...columns(({ back }) => back.bytes) },
		{
			what: `carets and signs of life with it, both ways, ${pace}`,
			unit: 'bytes',
			...columns(({ ephemeral }) => ephemeral.bytes)
		}
	];
}
