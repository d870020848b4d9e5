import { beforeAll, expect, it, vi } from 'vitest';
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

it.each([
	['Enter keeps what belongs to an item set in', '- a\n  b‖', 'Enter', '- a\n  b\n  ‖'],
	['Enter keeps code set in', '```yaml\na:\n    b: 1‖\n```', 'Enter', '```yaml\na:\n    b: 1\n    ‖\n```'],
	['Enter breaks between brackets once', 'a [‖]', 'Enter', 'a [\n‖]'],
	['Enter goes on with an item', '- a‖', 'Enter', '- a\n- ‖'],
	['Tab sets code in', '```\na‖\n```', 'Tab', '```\n  a‖\n```'],
	['Shift-Tab sets code out', '```\n  a‖\n```', 'Shift-Tab', '```\na‖\n```'],
	['Tab leaves the text elsewhere', 'a‖', 'Tab', undefined]
])('%s', async (_what, before, key, after) => {
	expect(await pressed(before, key)).toBe(after);
});

it('Enter sets code in further where its language says so', async () => {
	await pressed('```json\n‖{}\n```', 'Enter');
	const { fenceParser } = await import('$lib/editor/markdown/fence-languages.js');
	await vi.waitFor(() => expect(fenceParser('json')?.constructor.name).toBe('LRParser'), 10_000);
	expect(await pressed('```json\n{‖}\n```', 'Enter')).toBe('```json\n{\n  ‖\n}\n```');
	expect(await pressed('```json\n{\n  "a": 1,‖\n}\n```', 'Enter')).toBe('```json\n{\n  "a": 1,\n  ‖\n}\n```');
});
