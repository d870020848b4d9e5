import { LoroText, type LoroDoc } from 'loro-crdt';
import { describe, expect, it } from 'vitest';
import { NotePoisonedError, PoisonousUpdateError } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { MAX_ENTRY_LENGTH, MAX_PART_OPERATIONS } from '$lib/note/schema.js';
import { EMPTY_VERSION, type LoroPeerId } from '$lib/note/version.js';
import { mutatedBlob } from '../../fuzz/mutations.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';
import { copyOf, noteWith } from './note-with.js';

const SEED = 7;
const WORLDS = sampleOrFull(5, 20);
const MUTATIONS_EACH = 100;

describe('P17: what a peer sent', () => {
	it.each([
		['an update', (note: Note) => note.exportFrom(EMPTY_VERSION)],
		['a snapshot', (note: Note) => note.exportSnapshot()]
	])('of a note is taken as %s, and told as one update', (_, exported) => {
		const source = noteWith('one', ' two');
		source.setTitle('title');
		source.recordAuthor({ person: 'p', name: 'Zoë' });
		source.body.delete(0, 1);
		source.doc.commit();
		const note = Note.empty();
		const told: unknown[] = [];
		note.onChange((change) => told.push(change));
		expect(note.importFromPeer(exported(source))).toMatchObject({ kind: 'imported', changed: true });
		expect(note.body.toString()).toBe('ne two');
		expect(told).toEqual([{ localUpdate: undefined, importedUpdate: source.exportFrom(EMPTY_VERSION) }]);
	});

	it('brings what waited for it, which is told of together', () => {
		const source = noteWith('one');
		const afterOne = source.version();
		source.body.insert(3, ' two');
		source.doc.commit();
		const note = Note.empty();
		const told: (Uint8Array | undefined)[] = [];
		note.onChange(({ importedUpdate }) => told.push(importedUpdate));
		expect(note.importFromPeer(source.exportFrom(afterOne))).toMatchObject({ pending: true });
		note.importFromPeer(noteWithin(source, afterOne).exportFrom(EMPTY_VERSION));
		const [update, ...others] = told;
		const copy = Note.empty();
		copy.import(update ?? new Uint8Array());
		expect(others).toEqual([]);
		expect(copy.version()).toEqual(source.version());
		expect(note.body.toString()).toBe('one two');
	});

	it.each<[string, (doc: LoroDoc) => void]>([
		['formatting', (doc) => doc.getText('body').mark({ start: 0, end: 2 }, 'bold', true)],
		['a list', (doc) => doc.getList('list').push('x')],
		['a tree', (doc) => void doc.getTree('tree').createNode()],
		['a counter', (doc) => doc.getCounter('count').increment(1)],
		['another map', (doc) => doc.getMap('other').set('a', 1)],
		['another text', (doc) => doc.getText('other').insert(0, 'x')],
		[
			'a container within a map',
			(doc) => doc.getMap('meta').setContainer('in', new LoroText()).insert(0, 'x')
		]
	])('is not taken where it holds %s: the document is given up, and nothing is told', (_, write) => {
		const source = noteWith('one');
		const note = copyOf(source);
		const told: unknown[] = [];
		note.onChange((change) => told.push(change));
		source.doc.configDefaultTextStyle({ expand: 'after' });
		write(source.doc);
		source.doc.commit();
		expect(() => note.importFromPeer(source.exportFrom(note.version()))).toThrow(NotePoisonedError);
		expect(told).toEqual([]);
	});

	it('is blamed for being damaged also where something was held back, and came meanwhile, in whatever order', () => {
		const source = noteWith('one');
		const updates = ['two', 'three', 'four'].map((word) => {
			const from = source.version();
			source.body.insert(0, word);
			source.doc.commit();
			return source.exportFrom(from);
		});
		const note = Note.empty();
		for (const update of updates.reverse()) note.import(update);
		expect(note.importFromPeer(Uint8Array.of(1, 2, 3))).toEqual({ kind: 'refused', reason: 'damaged' });
		note.import(source.exportFrom(EMPTY_VERSION));
		const other = noteWith();
		other.doc.getMap('other').set('key', 1);
		other.doc.commit();
		expect(() => note.importFromPeer(other.exportFrom(EMPTY_VERSION))).toThrow(PoisonousUpdateError);
	});

	it('is not taken where a change does not know of the one before it by the same Loro peer', () => {
		const [one, two] = [emptyNoteOf('1'), emptyNoteOf('2')];
		two.body.insert(0, '!');
		two.doc.commit();
		one.body.insert(0, 'one');
		one.doc.commit();
		one.import(two.exportFrom(EMPTY_VERSION));
		const note = copyOf(one);
		const content = { type: 'insert', pos: 0, text: 'forged' };
		const ops = [{ container: 'cid:root-body:Text', counter: 3, content }];
		const change = { id: '3@1', timestamp: 0, deps: ['0@2'], lamport: 1, msg: null, ops };
		one.doc.importJsonUpdates(
			JSON.stringify({ schema_version: 1, start_version: {}, peers: null, changes: [change] })
		);
		expect(one.body.toString()).toContain('forged');
		expect(() => note.importFromPeer(one.exportFrom(note.version()))).toThrow(PoisonousUpdateError);
	});

	it('is not taken where it is longer than a part, which could keep the page busy for many seconds', () => {
		const source = noteWith('one');
		const note = copyOf(source);
		source.body.insert(2, 'y'.repeat(MAX_PART_OPERATIONS + 1));
		source.doc.commit();
		const tooLarge = { kind: 'refused', reason: 'too-large' };
		expect(note.importFromPeer(source.exportFrom(note.version()))).toEqual(tooLarge);
		expect(note.importFromPeer(source.exportSnapshot())).toEqual(tooLarge);
		let { bytes, end } = source.exportPart(note.version(), MAX_PART_OPERATIONS);
		expect(note.importFromPeer(bytes)).toMatchObject({ changed: true });
		({ bytes, end } = source.exportPart(end, MAX_PART_OPERATIONS));
		expect(note.importFromPeer(bytes)).toMatchObject({ changed: true });
		expect([note.body.length, end]).toEqual([source.body.length, source.version()]);
	});

	it('is not taken where an entry of a map is larger than any that Perch writes', () => {
		const source = noteWith('one');
		const note = copyOf(source);
		source.doc.getMap('meta').set('key', 'x'.repeat(MAX_ENTRY_LENGTH));
		source.doc.commit();
		expect(() => note.importFromPeer(source.exportFrom(note.version()))).toThrow(PoisonousUpdateError);
		const copy = Note.empty();
		expect(() => copy.importForeign(source.exportSnapshot())).toThrow(PoisonousUpdateError);
	});

	it(`can be told, stored and loaded again, however it was forged (seed ${SEED})`, () => {
		const random = seeded(SEED);
		let taken = 0;
		let refused = 0;
		for (let world = 0; world < WORLDS; world += 1) {
			const source = noteWith(random.word(), random.word(), random.word());
			const base = copyOf(source);
			source.body.insert(random.int(source.body.length), random.word());
			source.body.delete(random.int(source.body.length - 3), 2);
			source.setTitle(random.word());
			const update = source.exportFrom(random.chance(0.7) ? base.version() : EMPTY_VERSION);
			for (let each = 0; each < MUTATIONS_EACH; each += 1) {
				const note = copyOf(base);
				const before = note.version();
				try {
					const outcome = note.importFromPeer(mutatedBlob(random, update, update));
					if (outcome.kind === 'refused' || !outcome.changed) continue;
				} catch (failure) {
					expect(failure).toBeInstanceOf(NotePoisonedError);
					refused += 1;
					continue;
				}
				taken += 1;
				const beside = copyOf(base);
				expect(beside.import(note.exportFrom(before))).toMatchObject({ kind: 'imported', pending: false });
				const loaded = Note.empty();
				expect(loaded.import(note.exportSnapshot())).toMatchObject({ kind: 'imported', pending: false });
				expect(loaded.version()).toEqual(note.version());
				expect(loaded.body.toString()).toBe(beside.body.toString());
			}
		}
		expect(taken).toBeGreaterThan(WORLDS);
		expect(refused).toBeGreaterThan(0);
	});
});

/** The note as it was at a version. */
function noteWithin(source: Note, version: ReturnType<Note['version']>): Note {
	const note = Note.empty();
	const operations = [...version.values()].reduce((sum, counter) => sum + counter, 0);
	note.import(source.exportPart(EMPTY_VERSION, operations).bytes);
	return note;
}

function emptyNoteOf(peer: LoroPeerId): Note {
	const note = Note.empty();
	note.doc.setPeerId(peer);
	return note;
}
