import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_CHANGE_LENGTH } from '$lib/note/change-pieces.js';
import { NotePoisonedError } from '$lib/note/guarded-import.js';
import { LONG_HISTORY_OPERATIONS } from '$lib/note/low-peer.js';
import { mendedFrom } from '$lib/note/mend.js';
import { Note } from '$lib/note/note.js';
import { firstDifference } from '$lib/note/operations.js';
import { EMPTY_VERSION } from '$lib/note/version.js';
import { toHex } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';
import { repairChecksum, withStateOf } from './forged-snapshot.js';

const CREATED = new Date(1_700_000_000_000);

function write(note: Note, text: string, at = note.body.length): void {
	note.body.insert(at, text);
	note.doc.commit();
}

/** What a cloned virtual machine makes of a session: another with the same content and the same Loro peer id. */
function cloneOf(note: Note): Note {
	const clone = Note.empty();
	clone.import(note.exportSnapshot());
	clone.doc.setPeerId(note.peerId);
	return clone;
}

/** Two clones that wrote what is given after the same beginning, the winner first. */
function clones(
	one: (note: Note) => void,
	other: (note: Note) => void,
	note = Note.create(CREATED)
): [winner: Note, loser: Note] {
	write(note, 'one\ntwo\n');
	const clone = cloneOf(note);
	one(note);
	other(clone);
	const difference = firstDifference(note, clone);
	return difference !== undefined && difference.own < difference.other ? [note, clone] : [clone, note];
}

function replacement(own: Note, other: Note): Note {
	const mending = mendedFrom(own, other.exportSnapshot());
	if (mending.kind !== 'replace') throw new Error(mending.kind);
	return mending.note;
}

function exchange(a: Note, b: Note): void {
	a.import(b.exportFrom(a.version()));
	b.import(a.exportFrom(b.version()));
}

afterEach(() => vi.restoreAllMocks());

describe('histories that differ under one Loro peer id', () => {
	it('one side keeps its note, the other takes it over and adds what only it had', () => {
		const [winner, loser] = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n')
		);
		expect(loser.version()).toEqual(winner.version());
		expect(mendedFrom(winner, loser.exportSnapshot())).toEqual({ kind: 'keep' });
		const mended = replacement(loser, winner);
		expect(mended.peerId).not.toBe(loser.peerId);
		exchange(winner, mended);
		expect(toHex(mended.digest())).toBe(toHex(winner.digest()));
		expect(winner.body.toString().split('\n').sort()).toEqual(['', 'apple', 'berry', 'one', 'two']);
	});

	it('in a long note, what only one side had is written under the id that its session goes on under', () => {
		const piece = (words: string) => words.repeat(MAX_CHANGE_LENGTH / 4);
		const [winner, loser] = clones(
			(note) => write(note, piece('apple ')),
			(note) => write(note, piece('berry ')),
			Note.of({ title: 'Long', text: 'a line\n'.repeat(LONG_HISTORY_OPERATIONS / 7) }, CREATED)
		);
		const mended = replacement(loser, winner);
		// By it the workspace knows what it has to tell as written here.
		expect(mended.version().get(mended.peerId)).toBeGreaterThan(MAX_CHANGE_LENGTH);
		for (const note of [winner, loser, mended]) note.close();
	});

	it('S34 a viewer takes over the history of the other, and adds nothing to it', () => {
		const pair = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n')
		);
		for (const [viewer, writer] of [pair, [...pair].reverse() as typeof pair]) {
			const mending = mendedFrom(viewer, writer.exportSnapshot(), EMPTY_VERSION, { readOnly: true });
			if (mending.kind !== 'replace') throw new Error(mending.kind);
			expect(mending.note.version()).toEqual(writer.version());
			expect(toHex(mending.note.digest())).toBe(toHex(writer.digest()));
		}
	});

	it('the decision stays what it was, whatever others and the two themselves write meanwhile', () => {
		const [winner, loser] = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n')
		);
		for (const note of [winner, loser]) {
			for (let other = 0; other < 20; other += 1) {
				const visitor = Note.empty();
				visitor.import(note.exportSnapshot());
				write(visitor, `visitor ${other}\n`);
				note.import(visitor.exportFrom(note.version()));
				write(note, `own ${other}\n`, 0);
				expect(mendedFrom(winner, loser.exportSnapshot()).kind).toBe('keep');
				expect(mendedFrom(loser, winner.exportSnapshot()).kind).toBe('replace');
			}
		}
	});

	it('a note that another wrote to on top of the difference goes with it', () => {
		const [winner, loser] = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n')
		);
		const reader = Note.empty();
		reader.import(loser.exportSnapshot());
		write(reader, 'reader\n');
		const mended = replacement(reader, winner);
		expect(mended.body.toString()).toContain('apple\nberry\nreader');
	});

	it('titles: a missing one is taken over, another one stays; so with other entries', () => {
		const [winner, loser] = clones(
			(note) => write(note, 'x'),
			(note) => {
				note.body.insert(0, 'y');
				note.doc.getMap('meta').set('colour', 'blue');
				note.doc.commit();
			}
		);
		for (const note of [winner, loser]) note.doc.setPeerId(BigInt(note === winner ? 71 : 72));
		loser.setTitle('Birds');
		const titled = replacement(loser, winner);
		expect([titled.title, titled.createdAt]).toEqual(['Birds', CREATED]);
		winner.setTitle('Trees');
		expect(replacement(loser, winner).title).toBe('Trees');
		const coloured = [winner, replacement(loser, winner)].map((note) =>
			note.doc.getMap('meta').get('colour')
		);
		expect(coloured).toContain('blue');
	});

	it('differences in what was deleted are found too, and bring the text back', () => {
		const [winner, loser] = clones(
			(note) => {
				note.body.delete(0, 4);
				note.doc.commit();
			},
			(note) => {
				note.body.delete(4, 4);
				note.doc.commit();
			}
		);
		expect(mendedFrom(winner, loser.exportSnapshot()).kind).toBe('keep');
		expect(replacement(loser, winner).body.toString().split('\n').sort()).toEqual(['', 'one', 'two']);
	});

	it('never changes the note that is to be replaced', () => {
		const [winner, loser] = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n')
		);
		const before = [loser.version(), loser.doc.toJSON(), toHex(loser.digest())];
		replacement(loser, winner);
		expect([loser.version(), loser.doc.toJSON(), toHex(loser.digest())]).toEqual(before);
	});
});

describe('histories that agree', () => {
	it('are the same, however their operations came: one by one, merged, cut anywhere', () => {
		for (let seed = 1; seed <= 8; seed += 1) {
			const random = seeded(seed);
			const source = Note.create(CREATED);
			write(source, '😀');
			const [oneByOne, inParts, other] = [Note.empty(), Note.empty(), Note.empty()];
			oneByOne.import(source.exportSnapshot());
			source.onChange(({ localUpdate }) => localUpdate && oneByOne.import(localUpdate));
			for (let edit = 0; edit < 120; edit += 1) {
				const { length } = source.body;
				const at = 2 + random.int(length - 1);
				// Runs of deletions, forwards and backwards, are what Loro merges.
				if (random.chance(0.6)) source.body.insert(at, random.word('abcé\n'));
				else if (length > 12) {
					const from = 6 + random.int(length - 11);
					for (let count = 0; count < 4; count += 1) {
						source.body.delete(random.chance(0.8) ? Math.max(0, from - count) : from, 1);
						source.doc.commit();
					}
				}
				if (random.chance(0.5)) source.doc.commit();
				if (random.chance(0.2)) inParts.import(source.exportFrom(inParts.version()));
				if (random.chance(0.1)) {
					other.import(source.exportSnapshot());
					write(other, 'o', 2 + random.int(other.body.length - 2));
					for (const note of [source, oneByOne]) note.import(other.exportFrom(note.version()));
				}
			}
			const notes = [source, oneByOne, inParts, other];
			for (const note of notes) {
				for (const theirs of notes) {
					expect(mendedFrom(note, theirs.exportSnapshot()).kind, `seed ${seed}`).toBe('same');
				}
			}
		}
	});

	it('are the same although one side has only the beginning of a run of typing or deleting', () => {
		const note = Note.create(CREATED);
		const beginnings = [Note.empty()];
		const edits = [
			...Array.from('typed', (letter) => () => note.body.insert(note.body.length, letter)),
			...[4, 3, 2].map((at) => () => {
				note.body.delete(at, 1);
			}),
			() => note.body.insert(0, 'pasted text'),
			...[2, 2, 2].map((at) => () => {
				note.body.delete(at, 1);
			}),
			() => note.body.delete(3, 4)
		];
		for (const edit of edits) {
			edit();
			note.doc.commit();
			const beginning = Note.empty();
			beginning.import(note.exportSnapshot());
			beginnings.push(beginning);
		}
		for (const one of beginnings) {
			for (const other of beginnings) expect(mendedFrom(one, other.exportSnapshot()).kind).toBe('same');
		}
	});

	it('are the same where one side only has more, or nothing is shared', () => {
		const note = Note.create(CREATED);
		write(note, 'one');
		const copy = Note.empty();
		copy.import(note.exportSnapshot());
		write(copy, 'two');
		expect(mendedFrom(note, copy.exportSnapshot())).toEqual({ kind: 'same' });
		expect(mendedFrom(copy, note.exportSnapshot())).toEqual({ kind: 'same' });
		expect(mendedFrom(note, Note.create(CREATED).exportSnapshot())).toEqual({ kind: 'same' });
		expect(mendedFrom(Note.empty(), note.exportSnapshot())).toEqual({ kind: 'same' });
	});

	it('a note whose state does not follow from its history is built anew; the other side keeps its own', () => {
		const [note, clone] = clones(
			(one) => write(one, 'right'),
			(other) => write(other, 'wrong')
		);
		const wrong = Note.empty();
		wrong.import(withStateOf(note.exportSnapshot(), clone.exportSnapshot()));
		expect(wrong.body.toString()).toBe(clone.body.toString());
		expect(wrong.version()).toEqual(note.version());
		expect(mendedFrom(note, wrong.exportSnapshot())).toEqual({ kind: 'same' });
		const mended = replacement(wrong, note);
		expect(mended.body.toString()).toBe(note.body.toString());
		expect(mended.version()).toEqual(note.version());
	});
});

describe('snapshots that are of no use', () => {
	it('P17: a damaged, shallow or incomplete one is refused with its reason', () => {
		const note = Note.create(CREATED);
		const before = note.version();
		write(note, 'one');
		const { doc } = note;
		const shallow = doc.export({ mode: 'shallow-snapshot', frontiers: doc.frontiers() });
		const refusal = (bytes: Uint8Array) => mendedFrom(note, bytes);
		expect(refusal(Uint8Array.of(1, 2, 3))).toEqual({ kind: 'refused', reason: 'damaged' });
		expect(refusal(shallow)).toEqual({ kind: 'refused', reason: 'shallow' });
		expect(refusal(note.exportFrom(before))).toEqual({ kind: 'refused', reason: 'incomplete' });
	});

	it('P17: one that traps Loro is refused, and the note goes on', () => {
		const [winner, loser] = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n')
		);
		const snapshot = winner.exportSnapshot();
		vi.spyOn(Object.getPrototypeOf(winner.doc) as { import(): void }, 'import').mockImplementation(() => {
			throw new WebAssembly.RuntimeError('unreachable');
		});
		expect(mendedFrom(loser, snapshot)).toEqual({ kind: 'refused', reason: 'poisoned' });
		vi.restoreAllMocks();
		expect(mendedFrom(loser, snapshot).kind).toBe('replace');
	});

	it('P17: a note that is dead itself says so', () => {
		const note = Note.create(CREATED);
		const snapshot = note.exportSnapshot();
		for (const method of ['version', 'exportJsonInIdSpan'] as const) {
			vi.spyOn(note.doc, method).mockImplementation(() => {
				throw new Error('recursively acquire mutex');
			});
		}
		expect(() => mendedFrom(note, snapshot)).toThrow(NotePoisonedError);
	});

	it('P17: mutated ones, their checksum repaired, do no harm', () => {
		// The same bytes each time: neither the Loro peer nor the time is drawn.
		vi.spyOn(Date, 'now').mockReturnValue(CREATED.getTime());
		const shared = Note.empty();
		shared.doc.setPeerId('7');
		const [winner, loser] = clones(
			(note) => write(note, 'apple\n'),
			(note) => write(note, 'berry\n'),
			shared
		);
		const random = seeded(17);
		const before = [loser.version(), toHex(loser.digest())];
		const blobs = [winner.exportSnapshot(), winner.exportFrom(EMPTY_VERSION)];
		const kinds = new Set<string>();
		for (let run = 0; run < sampleOrFull(150, 1_500); run += 1) {
			const mutated = random.pick(blobs).slice();
			for (let flip = random.chance(0.5) ? 1 : 1 + random.int(3); flip > 0; flip -= 1) {
				mutated[22 + random.int(mutated.length - 22)] = random.int(256);
			}
			repairChecksum(mutated);
			const mending = mendedFrom(loser, mutated);
			kinds.add(mending.kind === 'refused' ? mending.reason : mending.kind);
			if (mending.kind !== 'replace') continue;
			expect(mending.note.body.toString().split('\n')).toContain('berry');
			mending.note.close();
		}
		expect([loser.version(), toHex(loser.digest())]).toEqual(before);
		expect(kinds).toContain('damaged');
		expect(kinds).toContain('replace');
	});
});
