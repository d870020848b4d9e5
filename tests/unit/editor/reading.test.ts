import { Text } from '@codemirror/state';
import { LoroText } from 'loro-crdt';
import { afterEach, expect, it, vi } from 'vitest';
import { longNote } from '../../support/long-note.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';

openPage('desk');

const LENGTH = 1_000_000;
/** A section of the parser and the lines in sight, read by several and counted once for each level of the tree of the text. */
const MOST_READ_PER_KEY = LENGTH / 5;

afterEach(() => vi.restoreAllMocks());

/** Counts the UTF-16 units that are read of the editor's text, and how often the note's is read as a whole. */
function watchReading(): { units: number; wholes: number } {
	const read = { units: 0, wholes: 0 };
	const leafAndNode = [Text.empty, Text.of(longNote(LENGTH / 10).split('\n'))];
	for (const part of leafAndNode) {
		const prototype = Object.getPrototypeOf(part) as Text;
		const { sliceString } = prototype;
		vi.spyOn(prototype, 'sliceString').mockImplementation(function (this: Text, from, to, lineSep) {
			read.units += Math.min(to ?? this.length, this.length) - from;
			return sliceString.call(this, from, to, lineSep);
		});
	}
	const { toString } = LoroText.prototype;
	vi.spyOn(LoroText.prototype, 'toString').mockImplementation(function (this: LoroText) {
		read.wholes += 1;
		return toString.call(this);
	});
	return read;
}

it('a note is read once to be opened, and by a key nowhere as a whole', async () => {
	const text = longNote(LENGTH);
	await mountedOn('').then(({ close }) => close());
	const read = watchReading();
	const { view, close, text: noteText } = await mountedOn(text);
	expect(read.wholes).toBe(1);
	expect(read.units).toBeLessThan(text.length / 2);

	for (const share of [0, 0.5, 1]) {
		const at = view.state.doc.lineAt(Math.floor(view.state.doc.length * share)).to;
		view.dispatch({ selection: { anchor: at } });
		Object.assign(read, { units: 0, wholes: 0 });
		const keys = 20;
		for (let key = 0; key < keys; key++)
			view.dispatch({
				changes: { from: at + key, insert: 'e' },
				selection: { anchor: at + key + 1 },
				userEvent: 'input.type'
			});
		expect(read.wholes).toBe(0);
		expect(read.units / keys).toBeLessThan(MOST_READ_PER_KEY);
	}
	expect(noteText()).toBe(view.state.doc.toString());
	close();
});
