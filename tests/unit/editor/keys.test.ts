import { beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './dom.js';
import { keyEvent } from './key-event.js';
import { mountedOn } from './mounted.js';

const CARET = '‖';

beforeAll(() => openPage('desk'));

/** What is in the note after some keys, with the caret; undefined where the browser has the last of them. */
async function pressed(marked: string, ...keys: readonly string[]): Promise<string | undefined> {
	const { runScopeHandlers } = await import('@codemirror/view');
	const [before = '', selected, after] = marked.split(CARET);
	const { view, text, close } = await mountedOn(before + (selected ?? '') + (after ?? ''));
	const anchor = before.length;
	view.dispatch({
		selection: { anchor, head: after === undefined ? anchor : anchor + (selected ?? '').length }
	});
	let taken = false;
	for (const key of keys) taken = runScopeHandlers(view, keyEvent(key), 'editor');
	const { head } = view.state.selection.main;
	const result = `${text().slice(0, head)}${CARET}${text().slice(head)}`;
	close();
	return taken ? result : undefined;
}

it('the keys that make a link delete nothing where there is no link to make', async () => {
	expect(await pressed('one\n‖two\nthree‖\nfour', 'Mod-Shift-k')).toBe('one\ntwo\nthree‖\nfour');
});
