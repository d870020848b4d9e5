import { LoroDoc } from 'loro-crdt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NotePoisonedError } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { MAX_UPDATE_BYTES } from '$lib/note/schema.js';
import { EMPTY_VERSION } from '$lib/note/version.js';
import { seeded } from '../../fuzz/random.js';
import { noteWith } from './note-with.js';

/** All that could have changed in a note. */
function stateOf(note: Note): unknown {
	return [note.version(), note.doc.opCount(), note.doc.toJSON()];
}

afterEach(() => vi.restoreAllMocks());

describe('what is refused leaves the note as it was', () => {
	it('P17: an update over the limit, before Loro sees it', () => {
		const note = noteWith('mine');
		const before = stateOf(note);
		const toLoro = vi.spyOn(note.doc, 'import');
		expect(note.import(new Uint8Array(MAX_UPDATE_BYTES + 1))).toEqual({
			kind: 'refused',
			reason: 'too-large'
		});
		expect(toLoro).not.toHaveBeenCalled();
		expect(stateOf(note)).toEqual(before);
	});

	it('P17: an update or snapshot cut short anywhere, or with any byte changed', () => {
		const random = seeded(15);
		const other = noteWith('theirs', ' and more', ' of it');
		const note = noteWith('mine');
		const before = stateOf(note);
		for (const bytes of [other.exportFrom(EMPTY_VERSION), other.exportSnapshot()]) {
			for (let length = 0; length < bytes.length; length += 1) {
				expect(note.import(bytes.subarray(0, length))).toEqual({ kind: 'refused', reason: 'damaged' });
			}
			// The first byte that the checksum covers is the 17th; of the twelve before it Loro takes no notice.
			for (let at = 16; at < bytes.length; at += 1) {
				const changed = bytes.slice();
				changed[at] = (changed[at] ?? 0) ^ (1 << random.int(8));
				expect(note.import(changed)).toEqual({ kind: 'refused', reason: 'damaged' });
			}
		}
		expect(stateOf(note)).toEqual(before);
	});

	it('P17: random bytes, with and without the beginning of an update', () => {
		const random = seeded(16);
		const begin = noteWith('x').exportFrom(EMPTY_VERSION).subarray(0, 22);
		const note = noteWith('mine');
		const before = stateOf(note);
		for (let run = 0; run < 2_000; run += 1) {
			const bytes = Uint8Array.from({ length: random.int(200) }, () => random.int(256));
			if (random.chance(0.5)) bytes.set(begin.subarray(0, bytes.length));
			expect(note.import(bytes)).toEqual({ kind: 'refused', reason: 'damaged' });
		}
		expect(stateOf(note)).toEqual(before);
	});

	it('P17: a shallow snapshot, which would wait in silence in a note that has gone another way', () => {
		const doc = new LoroDoc();
		doc.getText('body').insert(0, 'shallow');
		doc.commit();
		const bytes = doc.export({ mode: 'shallow-snapshot', frontiers: doc.frontiers() });
		const note = noteWith('mine');
		const before = stateOf(note);
		expect(note.import(bytes)).toEqual({ kind: 'refused', reason: 'shallow' });
		expect(stateOf(note)).toEqual(before);
	});
});

describe('what is imported', () => {
	it('says what the update contains, and whether the note grew', () => {
		const source = noteWith('one', 'two');
		const note = Note.empty();
		const contains = source.version();
		const update = source.exportFrom(EMPTY_VERSION);
		expect(note.import(update)).toEqual({ kind: 'imported', changed: true, pending: false, contains });
		expect(note.import(update)).toEqual({ kind: 'imported', changed: false, pending: false, contains });
		expect(note.import(source.exportSnapshot())).toEqual({
			kind: 'imported',
			changed: false,
			pending: false,
			contains
		});
	});

	it('P18: waits for what it needs, says so, and is there as soon as that has come', () => {
		const source = noteWith('one');
		const afterOne = source.version();
		source.body.insert(3, ' two');
		source.doc.commit();
		const note = Note.empty();
		const pending = note.import(source.exportFrom(afterOne));
		expect(pending).toEqual({ kind: 'imported', changed: false, pending: true, contains: source.version() });
		expect([note.isEmpty, note.version().size]).toEqual([true, 0]);
		const rest = noteWith();
		rest.import(source.exportFrom(EMPTY_VERSION));
		expect(note.import(source.exportFrom(EMPTY_VERSION))).toMatchObject({ changed: true, pending: false });
		expect(note.body.toString()).toBe('one two');
	});

	it('P17: a trap of the WASM module says that the document is dead', () => {
		const note = noteWith('mine');
		vi.spyOn(note.doc, 'import').mockImplementation(() => {
			throw new WebAssembly.RuntimeError('unreachable');
		});
		expect(() => note.import(noteWith('x').exportFrom(EMPTY_VERSION))).toThrow(NotePoisonedError);
	});
});
