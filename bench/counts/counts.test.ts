import { test } from 'vitest';
import { writeRows, type Column, type Row } from '../report/rows.js';
import { automerge } from './automerge.js';
import { loro, textbook } from './loro.js';
import { perch } from './perch.js';
import { loadWorkload } from './workload.js';
import { yjsStack } from './yjs.js';

const CONTESTANTS = [perch, yjsStack, automerge, textbook, loro];
const KEYS = 'the quick brown fox jumps over the lazy dog and runs to the river ';

/** Ten characters a second, and a key that is held down. */
const TYPING_MS = 100;
const BURST_MS = 10;

/** What a message may weigh beyond Loro's own update. */
const MESSAGE_OVERHEAD_BYTES = 16;

const WHY_BURST =
	"each key is sent as soon as it is typed, so that the others see it at once, and one key is 88 bytes or more in Loro's own " +
	'encoding, 23 in that of Yjs. Ten keys in one update would weigh less than Yjs, but nine of them would wait.';
const WHY_STORED =
	'a snapshot, and beside it the updates since, until those are worth another one. That keeps what is written below three times ' +
	'the updates (S11), which a fresh snapshot more often would not.';

const isQuick = process.env['BENCH_QUICK'] === '1';

/** The figures of those who have one. */
type Figures = Partial<Record<Column, number>>;

test('everything that can be counted', async () => {
	const workload = loadWorkload(isQuick);
	const { history } = workload;
	const typing = await each((it) => it.keys(history, KEYS, TYPING_MS));
	const burst = await each((it) => it.keys(history, KEYS, BURST_MS));
	const reconnect = await each((it) => it.reconnect(workload));
	const storage = await each((it) => it.storage(history));
	const [own, messages] = [typing.get('floor')?.bytes ?? 0, typing.get('perch')?.messages ?? 0];
	const rows: Row[] = [
		row(
			'bytes sent for each character, 5 or 10 a second',
			picked(typing, ({ bytes }) => bytes),
			{
				limit: own + MESSAGE_OVERHEAD_BYTES * messages,
				target: `Loro's + ${MESSAGE_OVERHEAD_BYTES} a message`
			}
		),
		row(
			'messages sent for each character',
			picked(typing, (it) => it.messages)
		),
		row(
			'bytes sent back for each character',
			picked(typing, ({ bytesBack }) => bytesBack)
		),
		row(
			'bytes sent for each character, 100 a second',
			picked(burst, ({ bytes }) => bytes),
			{ limit: burst.get('yjs')?.bytes ?? NaN, target: 'Yjs', why: WHY_BURST }
		),
		row(
			'bytes both ways to be equal again after 1,000 edits on each side',
			picked(reconnect, (bytes) => bytes),
			{ limit: 1.1 * (reconnect.get('floor') ?? NaN), target: "1.1 x Loro's" }
		),
		row(
			'bytes stored in the end',
			picked(storage, ({ bytesStored }) => bytesStored),
			{ limit: 1.2 * (storage.get('floor')?.bytesStored ?? NaN), target: "1.2 x Loro's", why: WHY_STORED }
		),
		row(
			'bytes written while typing',
			picked(storage, ({ bytesWritten }) => bytesWritten)
		),
		row(
			'transactions while typing',
			picked(storage, ({ transactions }) => transactions)
		)
	];
	writeRows('counts', { conditions: `Counted on ${workload.title}.`, rows });
});

async function each<T>(
	measure: (contestant: (typeof CONTESTANTS)[number]) => Promise<T | undefined>
): Promise<ReadonlyMap<Column, T>> {
	const found = new Map<Column, T>();
	for (const contestant of CONTESTANTS) {
		const value = await measure(contestant);
		if (value !== undefined) found.set(contestant.column, value);
	}
	return found;
}

function picked<T>(values: ReadonlyMap<Column, T>, pick: (value: T) => number | undefined): Figures {
	return Object.fromEntries([...values].map(([column, value]) => [column, pick(value)]));
}

function row(what: string, figures: Figures, goal?: { limit: number; target: string; why?: string }): Row {
	const met = goal === undefined ? undefined : (figures.perch ?? NaN) <= goal.limit;
	return { what, unit: '', ...figures, target: goal?.target, met, why: goal?.why };
}
