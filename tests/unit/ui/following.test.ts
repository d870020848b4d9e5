import { expect, it, vi } from 'vitest';
import type { Person, RemoteCaret } from '$lib/workspace/types.js';
import { openPage } from '../editor/dom.js';
import { mountedOn } from '../editor/mounted.js';

openPage('desk');

const ADA: Person = { id: 'ada edit', name: 'Ada', colour: 1, isSelf: false, right: 'edit' };

/** The caret of one of Ada's tabs; each word about it is another object. */
function caretIn(key: string, head: number, word: object): RemoteCaret {
	return { key, person: ADA.id, name: ADA.name, colour: 1, anchor: head, head, word };
}

it('of two tabs of a person, the one is gone to and followed that they moved last', async () => {
	const { Following } = await import('$lib/ui/following.svelte.js');
	const { remoteCaretsField } = await import('$lib/editor/remote-carets.js');
	const { editor, view, close } = await mountedOn('one\ntwo\nthree');
	const following = new Following();
	following.use(editor);
	const shown = (...carets: RemoteCaret[]) => {
		editor.setRemoteCarets(carets);
		following.update([ADA], carets);
	};
	const [first, second] = [caretIn('a', 1, {}), caretIn('b', 5, {})];
	const pointedOut = (key: string) => view.state.field(remoteCaretsField).find((it) => it.key === key)?.moves;
	shown(first, second);
	following.press(ADA);
	expect([pointedOut('a'), pointedOut('b')]).toEqual([0, 1]);
	following.reset();

	// What others write moves both, and nobody said a word.
	const moved = caretIn('a', 3, {});
	shown(moved, second);
	shown({ ...moved, anchor: 4, head: 4 }, { ...second, anchor: 6, head: 6 });
	following.press(ADA);
	expect([pointedOut('a'), pointedOut('b')]).toEqual([2, 1]);
	following.press(ADA);
	expect([pointedOut('a'), pointedOut('b')]).toEqual([3, 1]);

	// The tab is closed, or its editor lost the focus.
	shown(second);
	expect(following.isAway).toBe(false);
	shown();
	expect(following.isAway).toBe(true);
	following.reset();
	close();
});

it('a person is gone to where their caret is by now, also where one has written before it oneself', async () => {
	const { Following } = await import('$lib/ui/following.svelte.js');
	const { EditorView } = await import('@codemirror/view');
	const { editor, view, close } = await mountedOn('one\ntwo\nthree');
	const following = new Following();
	following.use(editor);
	const carets = [caretIn('a', 5, {})];
	editor.setRemoteCarets(carets);
	following.update([ADA], carets);
	// An edit made here is no news of the carets (OpenNote.carets).
	view.dispatch({ changes: { from: 0, insert: 'ten words\n' } });
	const scrolledTo = vi.spyOn(EditorView, 'scrollIntoView');
	following.press(ADA);
	expect(scrolledTo.mock.calls.map(([offset]) => offset)).toEqual([15]);
	following.reset();
	close();
});
