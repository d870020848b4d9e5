import { describe, expect, it } from 'vitest';
import { NotePoisonedError } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION, sameVersion, type Version } from '$lib/note/version.js';
import { seeded, type Random } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';

const RUNS = sampleOrFull(8, 60);
const MAX_EDITS = 120;

/** Several people who write, and now and then get everything of another. */
function someNotes(random: Random): Note[] {
	const notes = Array.from({ length: 1 + random.int(4) }, () => Note.create(new Date(0)));
	for (let edit = 0; edit < MAX_EDITS; edit += 1) {
		const note = random.pick(notes);
		const { body, doc } = note;
		if (random.chance(0.2)) note.import(random.pick(notes).exportSnapshot());
		else if (body.length > 0 && random.chance(0.3)) body.delete(random.int(body.length), 1);
		else body.insert(random.int(body.length + 1), random.word().repeat(1 + random.int(5)));
		doc.commit();
	}
	return notes;
}

function operationsBetween(from: Version, to: Version): number {
	return [...to].reduce((sum, [peer, counter]) => sum + counter - (from.get(peer) ?? 0), 0);
}

describe('P12: an update in parts', () => {
	it('gives everything, in pieces of the asked size that wait for nothing', () => {
		for (let seed = 1; seed <= RUNS; seed += 1) {
			const random = seeded(seed);
			const notes = someNotes(random);
			const [source, receiver = Note.empty()] = notes;
			if (source === undefined) continue;
			for (const note of notes) source.import(note.exportSnapshot());
			const maxOperations = 1 + random.int(40);
			let from = receiver.version();
			while (!sameVersion(receiver.version(), source.version())) {
				const { bytes, end } = source.exportPart(from, maxOperations);
				expect(operationsBetween(from, end), `seed ${seed}`).toBeLessThanOrEqual(maxOperations);
				const outcome = receiver.import(bytes);
				expect(outcome, `seed ${seed}`).toMatchObject({ kind: 'imported', changed: true, pending: false });
				expect(receiver.version(), `seed ${seed}`).toEqual(end);
				from = end;
			}
			expect(receiver.body.toString(), `seed ${seed}`).toBe(source.body.toString());
			for (const note of notes) note.close();
		}
	});

	it('is cut by bytes too, where single operations are large', () => {
		const note = Note.create(new Date(0));
		const receiver = Note.empty();
		receiver.import(note.exportSnapshot());
		for (let key = 0; key < 3; key += 1) {
			note.doc.getMap('meta').set(
				`key ${key}`,
				Array.from({ length: 150_000 }, (_, i) => (i * 7919 + key) % 251)
			);
			note.doc.commit();
		}
		let parts = 0;
		while (!sameVersion(receiver.version(), note.version())) {
			const { bytes } = note.exportPart(receiver.version(), 16_384);
			parts += 1;
			expect(receiver.import(bytes)).toMatchObject({ changed: true, pending: false });
			expect(parts).toBeLessThan(10);
		}
		expect(parts).toBeGreaterThan(1);
		expect(receiver.digest()).toEqual(note.digest());
	});

	it('is one update if that is enough', () => {
		const note = Note.create(new Date(0));
		const { bytes, end } = note.exportPart(EMPTY_VERSION, 1_000);
		expect(end).toEqual(note.version());
		expect(bytes).toEqual(note.exportFrom(EMPTY_VERSION));
	});

	it('a trap while exporting says that the document is dead', () => {
		const note = Note.create(new Date(0));
		note.doc.export = () => {
			throw new WebAssembly.RuntimeError('unreachable');
		};
		expect(() => note.exportPart(EMPTY_VERSION, 10)).toThrow(NotePoisonedError);
		expect(() => note.exportFrom(EMPTY_VERSION)).toThrow(NotePoisonedError);
		expect(() => note.exportSnapshot()).toThrow(NotePoisonedError);
	});
});
