import type { EditorView } from '@codemirror/view';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';

type Mounted = Awaited<ReturnType<typeof mountedOn>>;
let mounted: Mounted;

beforeAll(() => openPage('desk'));
afterEach(() => mounted.close());

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
	const { from, to } = view.state.selection.main;
	expect(view.state.sliceDoc(from, to)).toBe('café\n\n☡');
});
