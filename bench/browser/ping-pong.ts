import type { StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { editorView, type Person } from '../../tests/e2e/support/person.js';
import type { Pair } from './pairs.js';

/** What a page keeps of this between two calls. */
interface Typist {
	/** Told when the editor shows what the other one typed. */
	heard: () => void;
	type(): void;
}

/** Puts the carets of both into the middle of the text. From now on B answers each key that its editor shows by one of its own, or not. */
export async function preparePingPong(
	{ a, b }: Pair,
	answer: 'answers' | 'silent' = 'answers'
): Promise<void> {
	await setUp(a, false);
	await setUp(b, answer === 'answers');
}

/**
 * So many keys of A, each typed when B's answer to the one before is shown.
 *
 * @returns for each how long a key took from one editor to the other, in milliseconds: half of there and back
 */
export async function pingPong({ a }: Pair, rounds: number): Promise<number[]> {
	return await a.page.evaluate(async (count) => {
		const { benchTypist } = globalThis as unknown as { benchTypist: Typist };
		const times: number[] = [];
		for (let round = 0; round < count; round += 1) {
			const startedAt = performance.now();
			await new Promise<void>((resolve) => {
				benchTypist.heard = resolve;
				benchTypist.type();
			});
			times.push((performance.now() - startedAt) / 2);
		}
		return times;
	}, rounds);
}

async function setUp(person: Person, answers: boolean): Promise<void> {
	await person.editor.focus();
	const view = await editorView(person);
	await view.evaluate(becomeTypist, answers);
	await view.dispose();
}

/** Runs in pages. CodeMirror's classes are not to be had there but from what they made. */
function becomeTypist(view: EditorView, answers: boolean): void {
	const View = view.constructor as typeof EditorView;
	const Effect = View.scrollIntoView(0).constructor as typeof StateEffect;
	const KEYS = 'the quick brown fox jumps over the lazy dog and runs to the sea\n';
	let count = 0;
	let isOwn = false;
	const typist: Typist = {
		heard: () => undefined,
		type() {
			const from = view.state.selection.main.head;
			const insert = KEYS.charAt(count++ % KEYS.length);
			isOwn = true;
			view.dispatch({ changes: { from, insert }, selection: { anchor: from + 1 }, userEvent: 'input.type' });
			isOwn = false;
		}
	};
	if (answers) typist.heard = typist.type;
	const listener = View.updateListener.of(({ docChanged }) => {
		// Not within the update: what others still have to do in it comes first, as it would for a person's key.
		if (docChanged && !isOwn) queueMicrotask(() => typist.heard());
	});
	const anchor = view.state.doc.lineAt(Math.floor(view.state.doc.length / 2)).to;
	view.dispatch({ effects: Effect.appendConfig.of(listener), selection: { anchor }, scrollIntoView: true });
	Object.assign(globalThis, { benchTypist: typist });
}
