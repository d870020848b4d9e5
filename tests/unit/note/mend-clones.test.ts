import { afterEach, expect, it, vi } from 'vitest';
import { NotePoisonedError } from '$lib/note/guarded-import.js';
import { mendedFrom } from '$lib/note/mend.js';
import { Note } from '$lib/note/note.js';
import { firstDifference } from '$lib/note/operations.js';
import { toHex } from '$lib/util/bytes.js';
import { seeded, seedsToRun, type Random } from '../../fuzz/random.js';
import { sampleOrFull } from '../../support/long.js';

/** `FUZZ_SEEDS` runs more of them. */
const SEEDS = sampleOrFull(2, 8);
const EDITS = 30;
/** All meet all in a round. Each round leaves one history less, and one more brings the rest of the text around. */
const roundsFor = (histories: number) => histories + 2;

/** Loro draws its peer ids by this: a seed is to mean the same ones each time. */
function drawIdsBy(random: Random): void {
	vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
		const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
		for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.int(256);
		return array;
	});
}

afterEach(() => vi.restoreAllMocks());

/** Devices that edit one note. The first ones are clones, which write under one Loro peer id. */
class Clones {
	readonly #notes: Note[];
	readonly #words = new Set<string>();

	constructor(
		private readonly random: Random,
		readonly clones: number,
		others: number
	) {
		const original = Note.create(new Date(0));
		this.#notes = [original];
		for (let paragraph = 0; paragraph < 4; paragraph += 1) this.#type(original);
		for (let device = 1; device < clones + others; device += 1) {
			const note = Note.empty();
			note.import(original.exportSnapshot());
			if (device < clones) note.doc.setPeerId(original.peerId);
			this.#notes.push(note);
		}
	}

	/** Someone types a word or a line of them, or deletes a word if that is allowed. */
	edit(device: number, deletes = false): void {
		const note = this.#note(device);
		if (deletes && this.random.chance(0.3)) this.#deleteWord(note);
		else this.#type(note);
	}

	/** Both bring each other up to date, as if nothing was wrong; a note that traps is left as it is. */
	exchange(one: number, other: number): void {
		const [a, b] = [this.#note(one), this.#note(other)];
		const [fromA, fromB] = [a.exportFrom(b.version()), b.exportFrom(a.version())];
		this.#import(other, fromA);
		this.#import(one, fromB);
	}

	/** Both mend their notes from what the other has now: where histories differ, exactly one gives way. */
	mend(one: number, other: number): boolean {
		const [a, b] = [this.#note(one), this.#note(other)];
		const [snapshotA, snapshotB] = [a.exportSnapshot(), b.exportSnapshot()];
		const [forA, forB] = [mendedFrom(a, snapshotB), mendedFrom(b, snapshotA)];
		const kinds = [forA.kind, forB.kind].sort().join();
		// Where histories were mixed, a state need not follow from its history any more, and is then built anew.
		const differed = firstDifference(a, b) !== undefined;
		expect(kinds).toMatch(differed ? /^keep,replace$/ : /^(replace|same),(replace|same)$/);
		if (forA.kind === 'replace') this.#notes[one] = forA.note;
		if (forB.kind === 'replace') this.#notes[other] = forB.note;
		if (!differed) return kinds !== 'same,same';
		const [loser, mended] = forA.kind === 'replace' ? [a, this.#note(one)] : [b, this.#note(other)];
		const kept = wordsOf(mended);
		for (const word of wordsOf(loser)) expect(kept).toContain(word);
		return true;
	}

	isEqual(one: number, other: number): boolean {
		return toHex(this.#note(one).digest()) === toHex(this.#note(other).digest());
	}

	/** Of all words that were typed, those that are in no note any more. */
	get lostWords(): string[] {
		const kept = new Set(this.#notes.flatMap((note) => [...wordsOf(note)]));
		return [...this.#words].filter((word) => !kept.has(word));
	}

	get devices(): number[] {
		return [...this.#notes.keys()];
	}

	get pairs(): [number, number][] {
		return this.devices.flatMap((one) =>
			this.devices.slice(one + 1).map((other): [number, number] => [one, other])
		);
	}

	#import(device: number, update: Uint8Array): void {
		const note = this.#note(device);
		const stored = note.exportSnapshot();
		try {
			note.import(update);
		} catch (failure) {
			if (!(failure instanceof NotePoisonedError)) throw failure;
			const { peerId } = note;
			const loaded = Note.empty();
			loaded.import(stored);
			if (device < this.clones) loaded.doc.setPeerId(peerId);
			this.#notes[device] = loaded;
		}
	}

	/** Between words, so that no word is broken by another. */
	#type(note: Note): void {
		const text = note.body.toString();
		const gaps = [...text.matchAll(/\s/g)].map(({ index }) => index);
		const words = Array.from({ length: 1 + this.random.int(4) }, () => {
			const word = `w${this.#words.size}`;
			this.#words.add(word);
			return word;
		});
		const at = this.random.pick([0, ...gaps]);
		const [before, after] = this.random.chance(0.4) ? ['\n', '\n'] : [' ', ' '];
		note.body.insert(at, `${before}${words.join(' ')}${after}`);
		note.doc.commit();
	}

	#deleteWord(note: Note): void {
		const words = [...note.body.toString().matchAll(/\S+/g)];
		if (words.length === 0) return;
		const word = this.random.pick(words);
		note.body.delete(word.index, word[0].length);
		note.doc.commit();
	}

	#note(device: number): Note {
		const note = this.#notes[device];
		if (note === undefined) throw new RangeError(`no device ${device}`);
		return note;
	}
}

function wordsOf(note: Note): Set<string> {
	return new Set(note.body.toString().match(/\S+/g) ?? []);
}

for (const clones of [2, 3]) {
	it(`rule 12: ${clones} clones and those who write with them end equal, with every word`, () => {
		for (const seed of seedsToRun(SEEDS)) {
			const random = seeded(seed);
			drawIdsBy(seeded(seed));
			const world = new Clones(random, clones, clones);
			for (let edit = 0; edit < EDITS; edit += 1) {
				const clone = random.int(clones);
				// Each clone has a companion of its own, so that what one wrote upon stays what was meant.
				const companion = clones + clone;
				world.edit(random.chance(0.6) ? clone : companion);
				if (random.chance(0.4)) world.exchange(clone, companion);
			}
			let rounds = 0;
			for (let differed = true; differed; rounds += 1) {
				differed = false;
				expect(rounds, `seed ${seed}`).toBeLessThan(roundsFor(clones));
				for (const [one, other] of world.pairs) {
					differed = world.mend(one, other) || differed;
					world.exchange(one, other);
				}
			}
			for (const [one, other] of world.pairs) world.exchange(one, other);
			for (const [one, other] of world.pairs) expect(world.isEqual(one, other), `seed ${seed}`).toBe(true);
			expect(world.lostWords, `seed ${seed}`).toEqual([]);
		}
	});

	it(`rule 12: ${clones} clones that synchronise first, delete and write on meanwhile, end equal`, () => {
		let most = 0;
		for (const seed of seedsToRun(SEEDS)) {
			const random = seeded(seed);
			drawIdsBy(seeded(seed));
			const world = new Clones(random, clones, 2);
			for (let edit = 0; edit < EDITS; edit += 1) {
				world.edit(random.pick(world.devices), true);
				if (random.chance(0.4)) world.exchange(...random.pick(world.pairs));
			}
			let rounds = 0;
			for (let differed = true; differed; rounds += 1) {
				differed = false;
				expect(rounds, `seed ${seed}`).toBeLessThan(4 * roundsFor(clones));
				for (const [one, other] of world.pairs) {
					world.exchange(one, other);
					if (rounds < 3) world.edit(random.pick(world.devices), true);
					if (!world.isEqual(one, other)) differed = world.mend(one, other) || differed;
				}
			}
			most = Math.max(most, rounds);
			for (const [one, other] of world.pairs) world.exchange(one, other);
			for (const [one, other] of world.pairs) expect(world.isEqual(one, other), `seed ${seed}`).toBe(true);
		}
		console.warn(`${clones} clones that synchronised first: at most ${most} rounds`);
	});
}
