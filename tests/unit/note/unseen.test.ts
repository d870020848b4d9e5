import type { LoroText } from 'loro-crdt';
import { afterEach, expect, it, vi } from 'vitest';
import type { Note } from '$lib/note/note.js';
import {
	MAX_COMPARED_LENGTH,
	MAX_COMPARED_OPERATIONS,
	MAX_COMPARED_STRETCHES
} from '$lib/note/unseen-deeds.js';
import { MAX_MARKED_CHANGES, unseenChanges as changesFor, type UnseenChanges } from '$lib/note/unseen.js';
import { EMPTY_VERSION, type Version } from '$lib/note/version.js';
import { copyOf, noteWith } from './note-with.js';

const NOBODY: ReadonlySet<string> = new Set();
let notes: Note[] = [];

afterEach(() => {
	for (const note of notes) note.close();
	notes = [];
});

function unseenChanges(note: Note, seen: Version, own: ReadonlySet<string>): UnseenChanges | undefined {
	return changesFor(note, seen, { own, shown: (name) => name.trim() });
}

function start(text: string): Note {
	const note = noteWith(text);
	notes.push(note);
	return note;
}

/** A copy of a note in which somebody by that name writes. */
function writer(note: Note, name: string): Note {
	const copy = copyOf(note);
	notes.push(copy);
	copy.recordAuthor({ person: `id of ${name}`, name });
	return copy;
}

function splice(note: Note, at: number, deleted: number, insert: string): void {
	note.body.delete(at, deleted);
	note.body.insert(at, insert);
	note.doc.commit();
}

function bring(to: Note, ...from: Note[]): void {
	for (const note of from) to.import(note.exportFrom(to.version()));
}

it('S35: what others wrote and deleted since is found where it stands now, with who', () => {
	const mine = start('one two three\nfour five six\n');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	const bea = writer(mine, 'Bea');
	splice(ada, 3, 0, ' and 😀');
	splice(bea, 14, 5, '');
	bring(mine, ada, bea);
	splice(mine, 0, 0, '>> ');
	expect(mine.body.toString()).toBe('>> one and 😀 two three\nfive six\n');
	expect(unseenChanges(mine, seen, new Set([mine.peerId]))).toEqual({
		authors: expect.arrayContaining(['Ada', 'Bea']) as unknown,
		changes: [
			{ from: 6, to: 13, author: 'Ada' },
			{ from: 24, to: 24, author: 'Bea' }
		]
	});
});

it('S35: what this device wrote is no news, and neither is what is known already', () => {
	const mine = start('text');
	const seen = mine.version();
	splice(mine, 4, 0, ' of mine');
	expect(unseenChanges(mine, seen, new Set([mine.peerId]))).toBeUndefined();
	const ada = writer(mine, 'Ada');
	splice(ada, 0, 0, 'a ');
	bring(mine, ada);
	expect(unseenChanges(mine, mine.version(), NOBODY)).toBeUndefined();
	expect(unseenChanges(mine, seen, new Set([mine.peerId]))?.changes).toEqual([
		{ from: 0, to: 2, author: 'Ada' }
	]);
});

it('S35: one’s own words among those of others are left out', () => {
	const mine = start('');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	splice(ada, 0, 0, 'aaaaaaaa');
	bring(mine, ada);
	splice(mine, 4, 0, 'mmmm');
	const changes = unseenChanges(mine, seen, new Set([mine.peerId]))?.changes;
	expect(mine.body.toString()).toBe('aaaammmmaaaa');
	expect(changes).toEqual([
		{ from: 0, to: 4, author: 'Ada' },
		{ from: 8, to: 12, author: 'Ada' }
	]);
});

it('S35: what was replaced is one change, and an author who is not recorded has no name', () => {
	const mine = start('one two three');
	const seen = mine.version();
	const nameless = copyOf(mine);
	notes.push(nameless);
	splice(nameless, 4, 3, 'TWO');
	bring(mine, nameless);
	expect(unseenChanges(mine, seen, NOBODY)).toEqual({
		authors: [undefined],
		changes: [{ from: 4, to: 7, author: undefined, deletion: { author: undefined } }]
	});
});

it('S35: who deleted something beside what somebody else wrote is told; this device is nobody to be told of', () => {
	const mine = start('one two three');
	const seen = mine.version();
	const own = new Set([mine.peerId]);
	const ada = writer(mine, 'Ada');
	splice(ada, 3, 0, ' and more');
	bring(mine, ada);
	splice(mine, 12, 4, '');
	expect(mine.body.toString()).toBe('one and more three');
	expect(unseenChanges(mine, seen, own)?.changes).toEqual([{ from: 3, to: 12, author: 'Ada' }]);
	const bob = writer(mine, 'Bob');
	splice(bob, 0, 3, '');
	bring(mine, bob);
	const both = [
		{ from: 0, to: 0, author: 'Bob' },
		{ from: 0, to: 9, author: 'Ada' }
	];
	expect(unseenChanges(mine, seen, own)?.changes).toEqual(both);
	const theirs = start('one two');
	const before = theirs.version();
	const [writing, deleting] = [writer(theirs, 'Ada'), writer(theirs, 'Bob')];
	splice(writing, 3, 0, ' and');
	splice(deleting, 3, 4, '');
	bring(theirs, writing, deleting);
	const apart = [
		{ from: 3, to: 3, author: 'Bob' },
		{ from: 3, to: 7, author: 'Ada' }
	];
	expect(unseenChanges(theirs, before, NOBODY)?.changes).toEqual(apart);
});

it('S35: of several who deleted each is told where they did, and what this device deleted, in whatever tab, is not', () => {
	const mine = start('one two 😀 three four');
	const seen = mine.version();
	const [ada, bob, tab] = [writer(mine, 'Ada'), writer(mine, 'Bob'), writer(mine, 'Me')];
	splice(ada, 0, 4, '');
	// Backwards, as by a key.
	for (let at = 20; at > 18; at -= 1) splice(bob, at, 1, '');
	splice(tab, 4, 4, '');
	splice(mine, 11, 5, '');
	bring(mine, ada, bob, tab);
	expect(mine.body.toString()).toBe('😀  fo');
	expect(unseenChanges(mine, seen, new Set([mine.peerId, tab.peerId]))?.changes).toEqual([
		{ from: 0, to: 0, author: 'Ada' },
		{ from: 6, to: 6, author: 'Bob' }
	]);
	// What this device deleted as well is no news.
	const late = writer(mine, 'Cy');
	const now = mine.version();
	splice(late, 0, 2, '');
	splice(mine, 0, 2, '');
	bring(mine, late);
	expect(unseenChanges(mine, now, new Set([mine.peerId]))).toBeUndefined();
});

it('S35: where several deleted in one place, or it takes too long to find out who, nobody is accused', () => {
	const mine = start('one two three');
	const seen = mine.version();
	const [ada, bob] = [writer(mine, 'Ada'), writer(mine, 'Bob')];
	splice(ada, 0, 4, '');
	splice(bob, 4, 4, '');
	bring(mine, ada, bob);
	expect(unseenChanges(mine, seen, NOBODY)?.changes).toEqual([{ from: 0, to: 0, author: undefined }]);
	const long = start('y'.repeat(12_000));
	const before = long.version();
	const cy = writer(long, 'Cy');
	splice(cy, 0, 4, '');
	bring(long, cy);
	splice(long, 9, 6, '');
	const found = unseenChanges(long, before, new Set([long.peerId]))?.changes;
	expect(found?.map(({ author }) => author)).toEqual([undefined, undefined]);
});

it('S35: a title, or an author’s entry, is no change of the text', () => {
	const mine = start('text');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	ada.setTitle('Another');
	bring(mine, ada);
	expect(unseenChanges(mine, seen, NOBODY)).toBeUndefined();
});

it('S35: of much, only who did it is told', () => {
	const mine = start('text');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	splice(ada, 4, 0, 'x'.repeat(MAX_COMPARED_OPERATIONS + 1));
	bring(mine, ada);
	expect(unseenChanges(mine, seen, NOBODY)).toEqual({ authors: ['Ada'], changes: undefined });
	const scattered = start('y'.repeat(MAX_MARKED_CHANGES * 2 + 2));
	const before = scattered.version();
	const bea = writer(scattered, 'Bea');
	for (let at = 0; at <= MAX_MARKED_CHANGES; at += 1) splice(bea, at * 3, 0, '.');
	bring(scattered, bea);
	expect(unseenChanges(scattered, before, NOBODY)).toEqual({ authors: ['Bea'], changes: undefined });
});

it('S35: a seen version with what is not here any more is compared as far as it goes', () => {
	const mine = start('text');
	const ada = writer(mine, 'Ada');
	splice(ada, 0, 0, 'a ');
	expect(unseenChanges(mine, ada.version(), NOBODY)).toBeUndefined();
	expect(unseenChanges(mine, EMPTY_VERSION, new Set([mine.peerId]))).toBeUndefined();
});

it('S35: names are compared as they are shown', () => {
	const mine = start('one two three');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	splice(ada, 0, 0, 'x');
	const again = writer(mine, ' Ada ');
	splice(again, 8, 0, 'y');
	const nameless = writer(mine, ' ');
	splice(nameless, 13, 0, 'z');
	bring(mine, ada, again, nameless);
	const found = unseenChanges(mine, seen, NOBODY);
	expect(found?.authors).toHaveLength(2);
	expect(found?.changes?.map(({ author }) => author)).toEqual(['Ada', 'Ada', undefined]);
});

it('S35: what one author wrote before and behind what was deleted is one change', () => {
	const mine = start('one two three');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	splice(ada, 7, 0, 'B');
	splice(ada, 4, 0, 'A');
	splice(ada, 5, 3, '');
	const bea = writer(mine, 'Bea');
	splice(bea, 13, 0, '!');
	bring(mine, ada);
	const adaTwice = writer(mine, 'Ada');
	splice(adaTwice, 4, 0, '<');
	bring(mine, adaTwice, bea);
	expect(mine.body.toString()).toBe('one <AB three!');
	expect(unseenChanges(mine, seen, NOBODY)?.changes).toEqual([
		{ from: 4, to: 7, author: 'Ada', deletion: { author: 'Ada' } },
		{ from: 13, to: 14, author: 'Bea' }
	]);
});

it('S35: much that was written in one go is compared, little in a very long text is not', () => {
	const mine = start('text');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	for (let at = 0; at < MAX_COMPARED_STRETCHES + 1; at += 1) splice(ada, 4 + at, 0, 'x');
	bring(mine, ada);
	expect(unseenChanges(mine, seen, NOBODY)?.changes).toEqual([
		{ from: 4, to: MAX_COMPARED_STRETCHES + 5, author: 'Ada' }
	]);
	const long = start('y'.repeat(MAX_COMPARED_LENGTH));
	const before = long.version();
	const bea = writer(long, 'Bea');
	splice(bea, 0, 0, 'x');
	bring(long, bea);
	expect(unseenChanges(long, before, NOBODY)).toEqual({ authors: ['Bea'], changes: undefined });
});

it('S35: what counts is how much was done since the version that all of it was written on', () => {
	const mine = start('y'.repeat(10_000));
	const ada = writer(mine, 'Ada');
	splice(ada, 0, 0, 'x');
	for (let at = 0; at <= MAX_COMPARED_STRETCHES; at += 1) mine.body.insert(at * 3, '.');
	mine.doc.commit();
	const seen = mine.version();
	bring(mine, ada);
	const own = new Set([mine.peerId]);
	expect(unseenChanges(mine, seen, own)).toEqual({ authors: ['Ada'], changes: undefined });
	const late = writer(mine, 'Bea');
	const now = mine.version();
	splice(late, 0, 0, 'z');
	bring(mine, late);
	expect(unseenChanges(mine, now, own)?.changes).toEqual([{ from: 0, to: 1, author: 'Bea' }]);
});

it('S35: text of many by turns is not asked about without end', () => {
	const mine = start('');
	const seen = mine.version();
	const ada = writer(mine, 'Ada');
	const bea = writer(mine, 'Bea');
	for (let at = 0; at < 400; at += 1) {
		const [by, other] = at % 2 === 0 ? [ada, bea] : [bea, ada];
		splice(by, at, 0, 'x');
		bring(other, by);
	}
	bring(mine, ada);
	const asked = vi.spyOn(mine.body.constructor.prototype as LoroText, 'getEditorOf');
	expect(unseenChanges(mine, seen, NOBODY)?.changes).toBeUndefined();
	expect(asked.mock.calls.length).toBeLessThan(300);
	asked.mockRestore();
});
