import { describe, expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { KIND_TEXT, MAX_TITLE_LENGTH } from '$lib/note/schema.js';
import { EMPTY_VERSION, sameVersion } from '$lib/note/version.js';

const CREATED = new Date(1_700_000_000_000);

function write(note: Note, text: string, at = note.body.length): void {
	note.body.insert(at, text);
	note.doc.commit();
}

/** Another session's copy of a note. */
function copyOf(note: Note): Note {
	const copy = Note.empty();
	copy.import(note.exportSnapshot());
	return copy;
}

describe('a note', () => {
	it('is never taken for one still to arrive, if it was created here', () => {
		const note = Note.create(CREATED);
		expect(note.isEmpty).toBe(false);
		expect(note.createdAt).toEqual(CREATED);
		expect(note.title).toBe('');
		expect(note.body.toString()).toBe('');
		expect(note.doc.getMap('meta').get('kind')).toBe(KIND_TEXT);
	});

	it('is empty until something arrives', () => {
		const note = Note.empty();
		expect([note.isEmpty, note.title, note.createdAt, note.version().size]).toEqual([true, '', undefined, 0]);
		note.import(Note.create(CREATED).exportFrom(EMPTY_VERSION));
		expect([note.isEmpty, note.createdAt]).toEqual([false, CREATED]);
	});

	it('writes under a Loro peer id of its own in each session', () => {
		const ids = new Set<string>();
		const first = Note.create(CREATED);
		for (let session = 0; session < 100; session += 1) ids.add(copyOf(first).peerId);
		ids.add(first.peerId);
		expect(ids.size).toBe(101);
	});

	it('exports exactly what goes beyond a version, also beyond one that knows more than the note', () => {
		const note = Note.create(CREATED);
		const copy = copyOf(note);
		const before = note.version();
		write(note, 'one');
		write(copy, 'two');
		copy.import(note.exportFrom(new Map([...before, [copy.peerId, 1_000]])));
		expect(copy.body.toString()).toHaveLength(6);
		expect(note.exportFrom(note.version()).length).toBeLessThan(30);
	});

	it('holds titles of foreign make without failing', () => {
		const note = Note.create(CREATED);
		note.doc.getMap('meta').set('title', 7);
		note.doc.getMap('meta').set('createdAt', 'yesterday');
		note.doc.commit();
		expect([note.title, note.createdAt]).toEqual(['', undefined]);
	});
});

describe('the title', () => {
	it.each([
		['Birds', 'Birds'],
		['two\nlines', 'two lines'],
		[' a \r\n\n b ', ' a b '],
		['half \ud83d of a pair', 'half \ufffd of a pair'],
		['whole 😀 pair', 'whole 😀 pair']
	])('%j is kept as %j', (given, kept) => {
		const note = Note.create(CREATED);
		note.setTitle(given);
		expect(note.title).toBe(kept);
		expect(copyOf(note).title).toBe(kept);
	});

	it('is cut at its limit, and stays well-formed where that cuts a pair in two', () => {
		const note = Note.create(CREATED);
		note.setTitle('x'.repeat(MAX_TITLE_LENGTH - 1) + '😀 and more');
		expect(note.title).toHaveLength(MAX_TITLE_LENGTH);
		expect(note.title.isWellFormed()).toBe(true);
	});

	it('is not written again if it is the same', () => {
		const note = Note.create(CREATED);
		note.setTitle('Birds\nand trees');
		const version = note.version();
		note.setTitle('Birds\nand trees');
		expect(sameVersion(note.version(), version)).toBe(true);
	});
});

describe('onChange', () => {
	it('tells of each growth once: an edit with its update, an import without', () => {
		const note = Note.create(CREATED);
		const copy = copyOf(note);
		const changes: (Uint8Array | undefined)[] = [];
		copy.onChange(({ localUpdate }) => changes.push(localUpdate));
		write(copy, 'here');
		write(note, 'there');
		copy.import(note.exportFrom(EMPTY_VERSION));
		expect(changes.map((update) => update !== undefined)).toEqual([true, false]);
		note.import(changes[0] ?? new Uint8Array());
		expect(note.body.toString()).toBe(copy.body.toString());
	});

	it('says nothing where nothing grew: a known update, one that waits, a refused one', () => {
		const note = Note.create(CREATED);
		const copy = copyOf(note);
		const base = note.version();
		write(note, 'a');
		const afterA = note.version();
		write(note, 'b');
		let changes = 0;
		copy.onChange(() => (changes += 1));
		copy.import(note.exportFrom(afterA));
		expect(copy.import(Uint8Array.of(1, 2, 3))).toEqual({ kind: 'refused', reason: 'damaged' });
		expect(changes).toBe(0);
		copy.import(note.exportFrom(base));
		copy.import(note.exportFrom(base));
		expect(changes).toBe(1);
		expect(copy.body.toString()).toBe('ab');
	});

	it('ends with its subscription, and with the note', () => {
		const note = Note.create(CREATED);
		let changes = 0;
		const unsubscribe = note.onChange(() => (changes += 1));
		write(note, 'a');
		unsubscribe();
		write(note, 'b');
		expect(changes).toBe(1);
		note.onChange(() => (changes += 1));
		note.close();
		expect(changes).toBe(1);
	});
});

it('tells of what waited for an update together with that update', () => {
	const source = Note.create(CREATED);
	const receiver = Note.empty();
	const start = source.exportSnapshot();
	receiver.import(start);
	const empty = receiver.version();
	write(source, 'first ');
	const first = source.exportFrom(empty);
	const afterFirst = source.version();
	write(source, 'second');
	const second = source.exportFrom(afterFirst);
	const told: (Uint8Array | undefined)[] = [];
	receiver.onChange(({ importedUpdate }) => told.push(importedUpdate));
	expect(receiver.import(second)).toMatchObject({ changed: false, pending: true });
	receiver.import(first);
	expect(receiver.body.toString()).toBe('first second');
	const [update, ...more] = told;
	const copy = Note.empty();
	copy.import(start);
	if (update !== undefined) copy.import(update);
	expect([copy.body.toString(), more]).toEqual(['first second', []]);
});

it('a long text is several changes, and no character is cut', () => {
	const text = `${'a'.repeat(65_535)}🌳${'b'.repeat(4_000_000)}`;
	const note = Note.of({ title: 'Long', text }, CREATED);
	expect(note.body.toString()).toBe(text);
	const lengths = [...note.doc.getAllChanges().values()].flat().map(({ length }) => length);
	expect(Math.max(...lengths)).toBeLessThan(2_500_000);
});
