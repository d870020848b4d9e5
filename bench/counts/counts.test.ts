import { test } from 'vitest';
import { automerge } from './automerge.js';
import { loro, textbook } from './loro.js';
import { perch } from './perch.js';
import { report, type Row } from './report.js';
import { loadWorkload } from './workload.js';
import { yjsStack } from './yjs.js';

const CONTESTANTS = [perch, yjsStack, automerge, textbook, loro];
const KEYS = 'the quick brown fox jumps over the lazy dog and runs to the river ';

/** Ten characters a second, and a key that is held down. */
const TYPING_MS = 100;
const BURST_MS = 10;

/** What a message may weigh beyond Loro's own update. */
const MESSAGE_OVERHEAD_BYTES = 16;

const isQuick = process.env['BENCH_QUICK'] === '1';

test('everything that can be counted', async () => {
	const workload = loadWorkload(isQuick);
	const { history } = workload;
	const typing = await each((it) => it.keys(history, KEYS, TYPING_MS));
	const burst = await each((it) => it.keys(history, KEYS, BURST_MS));
	const reconnect = await each((it) => it.reconnect(workload));
	const storage = await each((it) => it.storage(history));
	const [own, messages] = [typing.get('bare Loro')?.bytes ?? 0, typing.get('Perch')?.messages ?? 0];
	const rows: Row[] = [
		{
			what: 'bytes sent for each character, 5 or 10 a second',
			values: mapped(typing, ({ bytes }) => bytes),
			limit: own + MESSAGE_OVERHEAD_BYTES * messages,
			target: `bare Loro + ${MESSAGE_OVERHEAD_BYTES} a message`
		},
		{ what: 'messages sent for each character', values: mapped(typing, ({ messages: count }) => count) },
		{ what: 'bytes sent back for each character', values: mapped(typing, ({ bytesBack }) => bytesBack) },
		{
			what: 'bytes sent for each character, 100 a second',
			values: mapped(burst, ({ bytes }) => bytes),
			limit: burst.get('Yjs')?.bytes,
			target: 'Yjs'
		},
		{
			what: 'bytes both ways to be equal again after 1,000 edits on each side',
			values: reconnect,
			limit: 1.1 * (reconnect.get('bare Loro') ?? 0),
			target: '1.1 x bare Loro'
		},
		{
			what: 'bytes stored in the end',
			values: mapped(storage, ({ bytesStored }) => bytesStored),
			limit: 1.2 * (storage.get('bare Loro')?.bytesStored ?? 0),
			target: '1.2 x bare Loro'
		},
		{ what: 'bytes written while typing', values: mapped(storage, ({ bytesWritten }) => bytesWritten) },
		{ what: 'transactions while typing', values: mapped(storage, ({ transactions }) => transactions) }
	];
	report(
		CONTESTANTS.map(({ name }) => name),
		rows,
		workload.title,
		isQuick
	);
});

async function each<T>(
	measure: (contestant: (typeof CONTESTANTS)[number]) => Promise<T | undefined>
): Promise<ReadonlyMap<string, T>> {
	const found = new Map<string, T>();
	for (const contestant of CONTESTANTS) {
		const value = await measure(contestant);
		if (value !== undefined) found.set(contestant.name, value);
	}
	return found;
}

function mapped<T>(
	values: ReadonlyMap<string, T>,
	pick: (value: T) => number | undefined
): ReadonlyMap<string, number> {
	const picked = new Map<string, number>();
	for (const [name, value] of values) {
		const number = pick(value);
		if (number !== undefined) picked.set(name, number);
	}
	return picked;
}
