import { sampleOrFull } from '../support/long.js';
import { loadSveltecomponent, type Splice } from '../support/recorded-typing.js';
import { expect, test } from './support/fixtures.js';
import { editorView } from './support/person.js';

/** So many transactions go into the editor between two looks at the other tasks of the page. */
const BATCH = 40;

/** So many transactions are enough to see that it works. */
const SAMPLE = 1_000;

/** Half an hour of somebody's typing in a minute, and its way to the other side. */
const REPLAY_TIMEOUT_MS = 600_000;
const ARRIVAL_TIMEOUT_MS = 200_000;

test(
	'a recorded history, replayed in A’s editor, arrives at B and outlives the server',
	{ tag: '@long' },
	async ({ server, arriveToInstall }) => {
		test.setTimeout(REPLAY_TIMEOUT_MS);
		const { title, transactions } = loadSveltecomponent();
		const history = transactions.slice(0, sampleOrFull(SAMPLE, transactions.length));
		const typed = written(history);
		test.info().annotations.push({ type: 'history', description: title });
		const a = await arriveToInstall();
		const b = await arriveToInstall();
		await a.createNote(title);
		const link = await a.shareLink();
		await b.page.goto(link);
		await b.editor.waitFor();

		const view = await editorView(a);
		const started = Date.now();
		await view.evaluate(
			async (editor, { history, batch }) => {
				for (const [index, changes] of history.entries()) {
					for (const [from, deleted, insert] of changes) {
						editor.dispatch({ changes: { from, to: from + deleted, insert }, userEvent: 'input.type' });
					}
					if (index % batch === 0) await new Promise((resolve) => setTimeout(resolve));
				}
			},
			{ history, batch: BATCH }
		);
		const typedMs = Date.now() - started;
		expect(await a.text()).toBe(typed);
		await expect.poll(() => b.text(), { timeout: ARRIVAL_TIMEOUT_MS }).toBe(typed);
		const seconds = `typed in ${typedMs / 1000} s, at B ${(Date.now() - started) / 1000} s after the start`;
		test.info().annotations.push({ type: 'time', description: seconds });

		for (const { status } of [a, b])
			await expect(status).toHaveText(/^Synced with/, { timeout: ARRIVAL_TIMEOUT_MS });
		await Promise.all([a.installed(), b.installed()]);
		await server.stop();
		for (const person of [a, b]) {
			await person.page.reload();
			await person.editor.waitFor();
			expect(await person.text()).toBe(typed);
		}
	}
);

function written(history: readonly (readonly Splice[])[]): string {
	let text = '';
	for (const [from, deleted, insert] of history.flat())
		text = text.slice(0, from) + insert + text.slice(from + deleted);
	return text;
}
