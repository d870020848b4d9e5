import { test } from 'vitest';
import { loadAutomergePaper } from '../../tests/support/recorded-typing.js';
import { writeRows } from '../report/rows.js';
import { each, picked, row } from './figures.js';

/** A quick run takes only so much of the history. */
const QUICK_EDITS = 12_000;

const MOST_OF_SNAPSHOT = 1.2;
const MOST_OF_UPDATES = 3;

const isQuick = process.env['BENCH_QUICK'] === '1';

test('what is stored', async () => {
	const { title, transactions } = loadAutomergePaper();
	const all = transactions.flat();
	const edits = isQuick ? all.slice(0, QUICK_EDITS) : all;
	const storage = await each((it) => it.storage(edits));
	const floor = storage.get('floor');
	writeRows('storage', {
		conditions:
			`What is stored is counted on ${title}, ${edits.length} edits, ten each 100 ms; the floor is Loro’s own snapshot, and its updates of ` +
			'ten edits each.',
		rows: [
			row(
				'bytes stored in the end',
				picked(storage, ({ bytesStored }) => bytesStored),
				{
					limit: MOST_OF_SNAPSHOT * (floor?.bytesStored ?? NaN),
					target: `${MOST_OF_SNAPSHOT} x floor`
				}
			),
			row(
				'bytes written while typing',
				picked(storage, ({ bytesWritten }) => bytesWritten),
				{ limit: MOST_OF_UPDATES * (floor?.bytesWritten ?? NaN), target: `${MOST_OF_UPDATES} x floor` }
			),
			row(
				'transactions while typing',
				picked(storage, ({ transactions }) => transactions)
			)
		]
	});
});
