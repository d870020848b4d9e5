import type { EditorView } from '@codemirror/view';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openPage } from '../dom.js';
import { mountedOn } from '../mounted.js';
import { eventually } from '../../support/eventually.js';

openPage('desk');

type Mounted = Awaited<ReturnType<typeof mountedOn>>;
let mounted: Mounted;

// The reader of what is pasted is loaded by the first paste, which is the one that has to wait.
beforeEach(() => vi.resetModules());
afterEach(() => {
	mounted.close();
	vi.doUnmock('$lib/markup/pasted-markdown.js');
});

function paste(view: EditorView, data: Readonly<Record<string, string>>): void {
	const event = new Event('paste', { bubbles: true, cancelable: true });
	const getData = (type: string) => data[type] ?? '';
	Object.assign(event, { clipboardData: { getData, types: Object.keys(data), files: [] } });
	view.contentDOM.dispatchEvent(event);
}

const BOLD = { 'text/html': '<b>bold</b>', 'text/plain': 'bold' };

it('what is typed over the selection before a paste has come stays, behind it', async () => {
	mounted = await mountedOn('one word three');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 4, head: 8 } });
	paste(view, BOLD);
	view.dispatch(view.state.replaceSelection('TYPED'));
	await eventually(() => expect(text()).toBe('one **bold**TYPED three'));
	expect(view.state.selection.main.head).toBe(17);
});

it('what others write at both ends of the selection before a paste has come stays', async () => {
	mounted = await mountedOn('one word three');
	const { view, text, writeAsOther } = mounted;
	view.dispatch({ selection: { anchor: 4, head: 8 } });
	paste(view, BOLD);
	writeAsOther(8, '-after');
	writeAsOther(4, 'before-');
	await eventually(() => expect(text()).toBe('one before-**bold**-after three'));
});

it('whoever goes on writing before a paste has come goes on where that was', async () => {
	mounted = await mountedOn('one  three');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 4 } });
	paste(view, BOLD);
	view.dispatch({ changes: { from: 4, insert: ' and' }, selection: { anchor: 8 } });
	await eventually(() => expect(text()).toBe('one **bold** and three'));
	expect(view.state.selection.main.head).toBe(16);
});

it.each([
	['at a caret', 4, 'one **bold***it*word three'],
	['over a selection', 8, 'one **bold***it* three']
])('what is pasted twice before the first has come comes in that order, %s', async (_where, head, after) => {
	mounted = await mountedOn('one word three');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 4, head } });
	paste(view, BOLD);
	paste(view, { 'text/html': '<i>it</i>', 'text/plain': 'it' });
	await eventually(() => expect(text()).toBe(after));
	expect(view.state.selection.main.head).toBe(16);
});

it('a picture without words replaces nothing, and HTML without plain text comes in', async () => {
	mounted = await mountedOn('one word three');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 4, head: 8 } });
	paste(view, { 'text/html': '<meta charset="utf-8"><p>only <b>HTML</b></p>' });
	await eventually(() => expect(text()).toBe('one only **HTML** three'));
	view.dispatch({ selection: { anchor: 0, head: 3 } });
	// The reader is there by now: this one does not wait.
	paste(view, { 'text/html': '<p></p>' });
	expect(text()).toBe('one only **HTML** three');
});

it('what cannot be read as Markdown comes in as plain text, at once and later', async () => {
	vi.doMock('$lib/markup/pasted-markdown.js', () => ({
		pastedMarkdown: () => {
			throw new TypeError('no such node');
		}
	}));
	const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	mounted = await mountedOn('one two');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 4 } });
	paste(view, BOLD);
	await eventually(() => expect(text()).toBe('one boldtwo'));
	paste(view, BOLD);
	expect(text()).toBe('one boldboldtwo');
	expect(warn).toHaveBeenCalledTimes(2);
	warn.mockRestore();
});

/** What reads pastes never comes, as where the network is slow. */
function withoutReader(): void {
	vi.doMock('$lib/markup/pasted-markdown.js', () => new Promise(() => undefined));
}

it('what waits for its reader is in the note as the editor goes, in its order', async () => {
	withoutReader();
	mounted = await mountedOn('one two');
	const { view, text, editor } = mounted;
	view.dispatch({ selection: { anchor: 4 } });
	paste(view, BOLD);
	paste(view, { 'text/html': '<i>it</i>', 'text/plain': 'it' });
	expect(text()).toBe('one two');
	editor.destroy();
	expect(text()).toBe('one boldittwo');
});

it('what waits for its reader is in the note as its page goes out of sight, before that is saved', async () => {
	withoutReader();
	mounted = await mountedOn('one two');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 0, head: 3 } });
	paste(view, BOLD);
	const saved: string[] = [];
	const save = () => saved.push(text());
	document.addEventListener('visibilitychange', save);
	const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
	document.dispatchEvent(new Event('visibilitychange'));
	document.removeEventListener('visibilitychange', save);
	hidden.mockRestore();
	expect(saved).toEqual(['bold two']);
});

it('a paste waits for its reader no longer than 3 s', async () => {
	withoutReader();
	mounted = await mountedOn('one two');
	const { view, text } = mounted;
	vi.useFakeTimers();
	try {
		paste(view, BOLD);
		vi.advanceTimersByTime(2_900);
		expect(text()).toBe('one two');
		vi.advanceTimersByTime(100);
		expect(text()).toBe('boldone two');
	} finally {
		vi.useRealTimers();
	}
});
