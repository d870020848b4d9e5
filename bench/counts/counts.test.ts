import { test } from 'vitest';
import { writeRows, type Row } from '../report/rows.js';
import { each, picked, row } from './figures.js';
import { loadWorkload } from './workload.js';

const KEYS = 'the quick brown fox jumps over the lazy dog and runs to the river ';

/** Ten characters a second, and a key that is held down. */
const TYPING_MS = 100;
const BURST_MS = 10;

/** What a message may weigh beyond Loro's own update. */
const MESSAGE_OVERHEAD_BYTES = 16;

const MOST_OF_LORO = 1.1;

const isQuick = process.env['BENCH_QUICK'] === '1';

test('what is sent', async () => {
	const workload = loadWorkload(isQuick);
	const { history } = workload;
	const typing = await each((it) => it.keys(history, KEYS, TYPING_MS));
	const burst = await each((it) => it.keys(history, KEYS, BURST_MS));
	const reconnect = await each((it) => it.reconnect(workload));
	const [own, messages] = [typing.get('floor')?.bytes ?? NaN, typing.get('perch')?.messages ?? NaN];
	const rows: Row[] = [
		row(
			'bytes sent for each character, 5 or 10 a second',
			picked(typing, ({ bytes }) => bytes),
			{
				limit: own + MESSAGE_OVERHEAD_BYTES * messages,
				target: `floor + ${MESSAGE_OVERHEAD_BYTES} a message`
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
			{ limit: burst.get('yjs')?.bytes ?? NaN, target: 'Yjs' }
		),
		row(
			'bytes both ways to be equal again after 1,000 edits on each side',
			picked(reconnect, (bytes) => bytes),
			{ limit: MOST_OF_LORO * (reconnect.get('floor') ?? NaN), target: `${MOST_OF_LORO} x floor` }
		)
	];
	writeRows('counts', { conditions: `What is sent is counted on ${workload.title}.`, rows });
});
