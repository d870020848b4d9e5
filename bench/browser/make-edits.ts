import { editorView, type Person } from '../../tests/e2e/support/person.js';
import type { Splice } from '../../tests/support/recorded-typing.js';

/** Makes edits in somebody's editor one after another, each a change of its own, with so many milliseconds behind each. */
export async function makeEdits(person: Person, edits: readonly Splice[], pauseMs = 0): Promise<void> {
	const view = await editorView(person);
	await view.evaluate(
		async (editor, [splices, pause]) => {
			const { port1, port2 } = new MessageChannel();
			const rest = (resolve: () => void) => {
				// A timer takes four milliseconds at least.
				port1.onmessage = resolve;
				if (pause > 0) setTimeout(resolve, pause);
				else port2.postMessage(undefined);
			};
			for (const [from, deleted, insert] of splices) {
				editor.dispatch({ changes: { from, to: from + deleted, insert }, userEvent: 'input.type' });
				await new Promise<void>(rest);
			}
			port1.close();
		},
		[edits, pauseMs] as const
	);
	await view.dispose();
}
