import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { commonVersion, EMPTY_VERSION, sameVersion, type Version } from '$lib/note/version.js';
import { countCodePoints, hasPairs, toUtf16 } from './code-points.js';
import { generateTrace, readTrace, type Transaction } from './trace-file.js';

const TIMEOUT_MS = 120_000;
const GENERATED_LENGTH = 5_000;
const STEPS_IN_COMMIT = 20;

const twoWriters = readTrace('friendsforever') ?? generateTrace(22, GENERATED_LENGTH);
const oneWriter = readTrace('sveltecomponent');

/** One writer of a trace: a note, and how much of each writer's steps it has. */
class Writer {
	readonly note = Note.empty();
	/** For each step of this writer, how many of its Loro operations there were after it: one for each code point. */
	readonly counters: number[] = [];
	/** How many steps of the other writer were imported. */
	imported = 0;
	#hasPairs = false;

	apply({ patches }: Transaction): void {
		const { body } = this.note;
		let counter = this.counters.at(-1) ?? 0;
		for (const [position, deleted, inserted] of patches) {
			const at = toUtf16(() => body.toString(), position, this.#hasPairs);
			const end = toUtf16(() => body.toString(), position + deleted, this.#hasPairs);
			if (deleted > 0) body.delete(at, end - at);
			if (inserted !== '') body.insert(at, inserted);
			this.#hasPairs ||= hasPairs(inserted);
			counter += deleted + countCodePoints(inserted);
		}
		this.counters.push(counter);
		// Not after each step: a commit with its listeners takes longer than the step.
		if (this.counters.length % STEPS_IN_COMMIT === 0) this.note.doc.commit();
	}

	/** Takes the other's steps up to a number of them, and not one more. */
	importUpTo(other: Writer, steps: number): void {
		if (steps <= this.imported) return;
		const from = this.imported === 0 ? 0 : (other.counters[this.imported - 1] ?? 0);
		const to = other.counters[steps - 1] ?? 0;
		this.imported = steps;
		if (to === from) return;
		const spans = [{ id: { peer: other.note.peerId, counter: from }, len: to - from }];
		const outcome = this.note.import(other.note.doc.export({ mode: 'updates-in-range', spans }));
		if (outcome.kind !== 'imported' || outcome.pending) throw new Error('a step of the other is lacking');
		this.#hasPairs ||= other.#hasPairs;
	}
}

/** How many steps of each of two writers every step had seen, its own writer's included. */
function seenSteps(transactions: readonly Transaction[]): [number, number][] {
	const seen: [number, number][] = [];
	for (const { parents, agent } of transactions) {
		const own: [number, number] = [0, 0];
		for (const parent of parents) {
			const [a, b] = seen[parent] ?? [0, 0];
			own[0] = Math.max(own[0], a);
			own[1] = Math.max(own[1], b);
		}
		own[agent === 0 ? 0 : 1] += 1;
		seen.push(own);
	}
	return seen;
}

it(
	`two who typed at the same time end equal, each having seen what was seen: ${twoWriters.source}`,
	() => {
		const writers = [new Writer(), new Writer()] as const;
		const seen = seenSteps(twoWriters.transactions);
		for (const [index, transaction] of twoWriters.transactions.entries()) {
			const [own, other] = transaction.agent === 0 ? writers : ([writers[1], writers[0]] as const);
			const [ofFirst = 0, ofSecond = 0] = seen[index] ?? [];
			const before = (transaction.agent === 0 ? ofFirst : ofSecond) - 1;
			if (own.counters.length !== before) throw new Error('a writer has not seen its own steps');
			own.importUpTo(other, transaction.agent === 0 ? ofSecond : ofFirst);
			own.apply(transaction);
		}
		const [first, second] = writers;
		const [a, b] = [first.note, second.note];
		expect(sameVersion(commonVersion(a.version(), b.version()), a.version())).toBe(false);
		first.importUpTo(second, second.counters.length);
		second.importUpTo(first, first.counters.length);
		expect(sameVersion(a.version(), b.version())).toBe(true);
		expect(b.body.toString()).toBe(a.body.toString());
		if (twoWriters.endContent !== undefined) expect(a.body.toString()).toBe(twoWriters.endContent);
	},
	TIMEOUT_MS
);

it(
	oneWriter === undefined
		? 'one who typed alone: the recording is absent, so one of the generated writers stands for it'
		: `what one typed alone ends as it did, for a reader of every step as well: ${oneWriter.source}`,
	() => {
		const generated = generateTrace(23, GENERATED_LENGTH).transactions.filter(({ agent }) => agent === 0);
		const transactions = oneWriter?.transactions ?? generated;
		const writer = new Writer();
		const reader = Note.empty();
		let version: Version = EMPTY_VERSION;
		for (const [index, transaction] of transactions.entries()) {
			writer.apply(transaction);
			if (index % 100 !== 0) continue;
			reader.import(writer.note.exportFrom(version));
			version = writer.note.version();
		}
		reader.import(writer.note.exportFrom(version));
		const text = writer.note.body.toString();
		expect(reader.body.toString()).toBe(text);
		if (oneWriter?.endContent !== undefined) expect(text).toBe(oneWriter.endContent);
		const loaded = Note.empty();
		loaded.import(writer.note.exportSnapshot());
		expect(loaded.body.toString()).toBe(text);
	},
	TIMEOUT_MS
);
