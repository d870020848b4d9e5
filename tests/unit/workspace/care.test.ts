import { expect, it } from 'vitest';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { AnswerStore } from '$lib/workspace/answers.js';
import {
	BACK_UP_AFTER_MS,
	BACK_UP_LATER_MS,
	careFor,
	caredNotes,
	FULL_LATER_MS,
	type CaredNote,
	type CareFacts
} from '$lib/workspace/care.js';

const NOW = 1_800_000_000_000;
const OLD = NOW - BACK_UP_AFTER_MS;

const note = (changes: Partial<CaredNote> = {}): CaredNote => ({
	addedAt: OLD,
	changedAt: OLD,
	shared: false,
	hasWords: true,
	...changes
});

const facts = (changes: Partial<CareFacts> = {}): CareFacts => ({
	now: NOW,
	notes: [note()],
	promise: 'refused',
	nearlyFull: false,
	installable: false,
	answers: {},
	...changes
});

it('S44 a backup is called for where the browser may evict a note that nobody else has, after a week', () => {
	expect(careFor(facts())).toBe('back-up');
	expect(careFor(facts({ promise: 'impossible' }))).toBe('back-up');
	for (const promise of ['given', 'unknown'] as const) expect(careFor(facts({ promise }))).toBeUndefined();
	expect(careFor(facts({ notes: [note({ addedAt: OLD + 1 })] }))).toBeUndefined();
	expect(careFor(facts({ notes: [note({ shared: true })] }))).toBeUndefined();
	expect(careFor(facts({ notes: [note({ hasWords: false })] }))).toBeUndefined();
	expect(careFor(facts({ notes: [note({ shared: true }), note()] }))).toBe('back-up');
});

it('S44 a backup that has it all is enough, until something is written', () => {
	expect(careFor(facts({ answers: { 'backed-up': OLD } }))).toBeUndefined();
	expect(careFor(facts({ notes: [note({ changedAt: OLD + 1 })], answers: { 'backed-up': OLD } }))).toBe(
		'back-up'
	);
});

it('S44 who puts it off is left alone for two weeks, also with a clock that was set back', () => {
	for (const ago of [BACK_UP_LATER_MS - 1, 1 - BACK_UP_LATER_MS])
		expect(careFor(facts({ answers: { 'back-up-later': NOW - ago } }))).toBeUndefined();
	for (const ago of [BACK_UP_LATER_MS, -BACK_UP_LATER_MS])
		expect(careFor(facts({ answers: { 'back-up-later': NOW - ago } }))).toBe('back-up');
});

it('S44 storage that is nearly full comes first', () => {
	expect(careFor(facts({ nearlyFull: true }))).toBe('full');
	expect(careFor(facts({ nearlyFull: true, answers: { 'full-later': NOW } }))).toBe('back-up');
	expect(careFor(facts({ nearlyFull: true, answers: { 'full-later': NOW - FULL_LATER_MS } }))).toBe('full');
});

it('the app is offered after a few notes, and never again after a no', () => {
	const notes = Array.from({ length: 3 }, () => note({ shared: true }));
	expect(careFor(facts({ notes, installable: true }))).toBe('install');
	expect(careFor(facts({ notes, installable: false }))).toBeUndefined();
	expect(careFor(facts({ notes: notes.slice(1), installable: true }))).toBeUndefined();
	expect(careFor(facts({ notes, installable: true, answers: { 'install-no': 0 } }))).toBeUndefined();
});

it('an answer is kept with its time', async () => {
	const local = new MemoryKeyValueStore();
	await new AnswerStore(local).note('install-no', 5);
	await new AnswerStore(local).note('install-no', 7);
	expect(await new AnswerStore(local).all()).toEqual({ 'install-no': 7 });
});

it('S44 what matters of a note stands in its line: nothing is read for it', () => {
	const line = { id: 'a', title: '', preview: '', changedAt: 2, addedAt: 1, waiting: false, pinned: false };
	const lines = [
		{ ...line, shared: true, title: 'Plums' },
		{ ...line, shared: false, preview: 'ripe' },
		{ ...line, shared: false }
	];
	expect(caredNotes(lines)).toEqual([
		{ addedAt: 1, changedAt: 2, shared: true, hasWords: true },
		{ addedAt: 1, changedAt: 2, shared: false, hasWords: true },
		{ addedAt: 1, changedAt: 2, shared: false, hasWords: false }
	]);
});
