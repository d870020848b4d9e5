import type { EditorView } from '@codemirror/view';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';

type Mounted = Awaited<ReturnType<typeof mountedOn>>;
let mounted: Mounted;

beforeAll(() => openPage('desk'));
afterEach(() => mounted.close());

const WORD = new TextEncoder().encode('café');

function drop(view: EditorView, at: number, ...files: readonly Uint8Array<ArrayBuffer>[]): boolean {
	vi.spyOn(view, 'posAtCoords').mockReturnValue(at);
	const event = new Event('drop', { bubbles: true, cancelable: true });
	const dataTransfer = { files: files.map((bytes) => new File([bytes], 'a.txt')), types: ['Files'] };
	Object.assign(event, { dataTransfer, clientX: 0, clientY: 0 });
	view.contentDOM.dispatchEvent(event);
	return event.defaultPrevented;
}

it('files of any encoding come in where they were dropped, and what is no text stays out', async () => {
	mounted = await mountedOn('one two');
	const { view, text, writeAsOther } = mounted;
	const latin = Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0d, 0x0a);
	const utf16 = Uint8Array.of(0xff, 0xfe, 0x21, 0x26);
	expect(drop(view, 4, latin, Uint8Array.of(0, 1, 2), utf16)).toBe(true);
	writeAsOther(0, 'say ');
	await eventually(() => expect(text()).toBe('say one café\n\n☡two'));
	expect(view.state.selection.main).toMatchObject({ empty: true, head: text().indexOf('two') });
	expect(document.activeElement).toBe(view.contentDOM);
});

it('whoever goes on writing before a dropped file is read stays where that is', async () => {
	mounted = await mountedOn('one two');
	const { view, text } = mounted;
	const insert = 'so ';
	drop(view, 4, WORD);
	view.dispatch({ changes: { from: 0, insert }, selection: { anchor: insert.length } });
	await eventually(() => expect(text()).toBe(`${insert}one cafétwo`));
	expect(view.state.selection.main).toMatchObject({ empty: true, head: insert.length });
});

it('whoever deletes before a dropped file is read stays where that is', async () => {
	mounted = await mountedOn('one two');
	const { view, text } = mounted;
	view.dispatch({ selection: { anchor: 3 } });
	drop(view, 4, WORD);
	view.dispatch({ changes: { from: 2, to: 3 }, selection: { anchor: 2 } });
	await eventually(() => expect(text()).toBe('on cafétwo'));
	expect(view.state.selection.main).toMatchObject({ empty: true, head: 2 });
});

it('whoever has gone elsewhere before a dropped file is read stays there', async () => {
	mounted = await mountedOn('one two');
	const { view, text } = mounted;
	const title = document.body.appendChild(document.createElement('input'));
	title.focus();
	drop(view, 4, WORD);
	expect(document.activeElement).toBe(view.contentDOM);
	title.focus();
	await eventually(() => expect(text()).toBe('one cafétwo'));
	expect(document.activeElement).toBe(title);
	expect(view.state.selection.main).toMatchObject({ empty: true, head: 0 });
	title.remove();
});
