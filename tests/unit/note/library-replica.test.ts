import { describe, expect, it } from 'vitest';
import type { HeldInvite, LibraryEntry } from '$lib/note/library-entry.js';
import { LibraryReplica } from '$lib/note/library-replica.js';
import { randomBytes } from '$lib/util/bytes.js';

const EDIT: HeldInvite = { kind: 'edit', seed: randomBytes(32) };
const VIEW: HeldInvite = { kind: 'view', viewSeed: randomBytes(32), writePublicKey: randomBytes(32) };
const ENTRY: LibraryEntry = { noteId: 'n', invite: EDIT, addedAt: 7, shared: true };

function reloaded(library: LibraryReplica): LibraryReplica {
	const copy = LibraryReplica.empty();
	copy.import(library.exportSnapshot());
	return copy;
}

function libraryOf(...entries: readonly LibraryEntry[]): LibraryReplica {
	const library = LibraryReplica.empty();
	for (const entry of entries) library.put(entry);
	return library;
}

describe('what the library keeps of a note', () => {
	it.each([EDIT, VIEW])('holds a $kind invite', (invite) => {
		const entry = { ...ENTRY, invite };
		expect(reloaded(libraryOf(entry)).get('n')).toEqual(entry);
		expect(reloaded(libraryOf(entry)).entries()).toEqual([entry]);
	});

	it('keeps what a move has to know', () => {
		const entry = { ...ENTRY, movedTo: 'later', movedFrom: 'before', leftBy: 'Ada' };
		expect(reloaded(libraryOf(entry)).get('n')).toEqual(entry);
	});

	it('reads the entries of before', () => {
		const library = LibraryReplica.empty();
		library.doc.getMap('notes').set('n', { seed: EDIT.seed, addedAt: 7, shared: true });
		expect(library.get('n')).toEqual(ENTRY);
	});

	it('gives times that a date can be, whatever another has written there', () => {
		const library = libraryOf(ENTRY);
		library.doc.getMap('notes').set('n', { seed: EDIT.seed, addedAt: 1e18, shared: true });
		library.doc.getMap('trash').set('n', 1e300);
		library.doc.getMap('pins').set('n', -1e18);
		const { addedAt, trashedAt, pinnedAt } = library.get('n') ?? {};
		for (const time of [addedAt, trashedAt, pinnedAt])
			expect(() => new Date(time ?? NaN).toISOString()).not.toThrow();
	});

	it.each([
		{ addedAt: 7 },
		{ seed: 'text', addedAt: 7 },
		{ seed: randomBytes(31), addedAt: 7 },
		{ viewSeed: randomBytes(32), addedAt: 7 },
		{ viewSeed: randomBytes(32), writeKey: randomBytes(33), addedAt: 7 },
		{ seed: randomBytes(32) }
	])('leaves alone what it cannot read', (value) => {
		const library = LibraryReplica.empty();
		library.doc.getMap('notes').set('n', value);
		expect(library.get('n')).toBeUndefined();
		expect(library.entries()).toEqual([]);
	});
});

describe('an edit invite upgrades a view invite, and never the reverse', () => {
	it('upgrades', () => {
		const library = libraryOf({ ...ENTRY, invite: VIEW }, ENTRY);
		expect(reloaded(library).get('n')?.invite).toEqual(EDIT);
	});

	it('does not downgrade, and takes the rest of the entry', () => {
		const library = libraryOf(ENTRY, { ...ENTRY, invite: VIEW, leftBy: 'Ada' });
		expect(reloaded(library).get('n')).toEqual({ ...ENTRY, leftBy: 'Ada' });
	});
});
