import { VersionVector, type Delta, type Frontiers } from 'loro-crdt';
import { Deleters } from './deleters.js';
import type { Note } from './note.js';
import { deedsBeyond, type Deeds } from './unseen-deeds.js';
import { commonVersion, versionBeyond, type LoroPeerId, type Version } from './version.js';
import { askingBudget, runsIn, type AskingBudget } from './writers.js';

/** More changes than these are not marked one by one. */
export const MAX_MARKED_CHANGES = 300;

/** A place in the text as it stands, in UTF-16 units, that somebody else changed. */
export interface UnseenChange {
	readonly from: number;
	/** The end of what was written; equal to `from` where something was only deleted. */
	readonly to: number;
	/** The name of who did it, as far as that is known: where several deleted, it is not. */
	readonly author: string | undefined;
	/** Of what was written: that its author, or nobody knows who, deleted something beside it. */
	readonly deletion?: Deletion;
}

/** That others deleted something, and the name of who did, if it was one person. */
export interface Deletion {
	readonly author: string | undefined;
}

/** What others changed in a text since a version of it. */
export interface UnseenChanges {
	/** Who did, by name; `undefined` for whoever is not known. Never empty. */
	readonly authors: readonly (string | undefined)[];
	/** Ascending. Undefined where there are too many, or where to find them would take too long. */
	readonly changes: readonly UnseenChange[] | undefined;
}

/** Whose changes are no news, and how those of the others are called. */
export interface Reader {
	/** The Loro peers under which this device writes. */
	readonly own: ReadonlySet<string>;
	/** A name as it is shown; empty where none can be. */
	shown(name: string): string;
}

/** What others changed in the text since `seen` (docs/storage.md, S35), or undefined if that is nothing. */
export function unseenChanges(note: Note, seen: Version, reader: Reader): UnseenChanges | undefined {
	const now = note.version();
	// What was seen and is not here any more, because storage was lost, cannot be compared.
	const base = commonVersion(seen, now);
	const beyond = versionBeyond(now, base);
	const others = [...beyond.keys()].filter((loroPeer) => !reader.own.has(loroPeer));
	if (others.length === 0) return undefined;
	const deeds = deedsBeyond(note, now, base, beyond);
	if (deeds === undefined) return { authors: namesOf(note, others, reader), changes: undefined };
	const doers = others.filter((loroPeer) => deeds.writers.has(loroPeer) || deeds.deleters.has(loroPeer));
	if (doers.length === 0) return undefined;
	const changes = changesSince(note, base, deeds, reader);
	if (changes?.length === 0) return undefined;
	return { authors: namesOf(note, doers, reader), changes };
}

/** Ascending; what touches and is of one author is one change, and so is what they wrote in the place of what they deleted. */
function changesSince(note: Note, base: Version, deeds: Deeds, reader: Reader): UnseenChange[] | undefined {
	const from = frontiersOf(note, base);
	const deletersAt = onlyDeleters(deeds, reader) ? undefined : Deleters.of(note, from, deeds.deleted);
	try {
		return changesIn(bodyDelta(note, from), note, deeds, reader, deletersAt);
	} finally {
		deletersAt?.close();
	}
}

/** Whether whatever was deleted was deleted by one Loro peer, who is another. */
function onlyDeleters({ deleters }: Deeds, { own }: Reader): boolean {
	return deleters.size === 0 || (deleters.size === 1 && ![...deleters].some((loroPeer) => own.has(loroPeer)));
}

function changesIn(
	delta: readonly Delta<string>[],
	note: Note,
	deeds: Deeds,
	reader: Reader,
	deletersAt: Deleters | undefined
): UnseenChange[] | undefined {
	const changes: UnseenChange[] = [];
	const othersDelete = [...deeds.deleters].some((loroPeer) => !reader.own.has(loroPeer));
	const budget = askingBudget();
	let at = 0;
	let before = 0;
	for (const { retain = 0, insert = '', delete: deleted = 0 } of delta) {
		if (insert !== '') {
			for (const change of writtenIn(note, at, at + insert.length, deeds, reader, budget))
				append(changes, change);
		}
		if (deleted > 0 && othersDelete) {
			const asked = deletersAt?.between(before, before + deleted);
			const deletion = deletionBy(note, asked, deeds, reader);
			if (deletion !== undefined) appendDeletion(changes, at, deletion);
		}
		if (changes.length > MAX_MARKED_CHANGES || budget.ends < 0) return undefined;
		at += retain + insert.length;
		before += retain + deleted;
	}
	return changes;
}

/** Undefined where all of it was deleted by this device; `asked`: of each character by whom, as far as that was found out. */
function deletionBy(
	note: Note,
	asked: readonly LoroPeerId[][] | undefined,
	{ deleters }: Deeds,
	reader: Reader
): Deletion | undefined {
	if (asked === undefined) return { author: onlyName(note, deleters, reader) };
	const others = asked.filter((each) => !each.some((loroPeer) => reader.own.has(loroPeer)));
	return others.length === 0 ? undefined : { author: onlyName(note, new Set(others.flat()), reader) };
}

function appendDeletion(changes: UnseenChange[], at: number, deletion: Deletion): void {
	const before = changes.at(-1);
	if (before?.to !== at || isByAnother(deletion, before)) changes.push({ from: at, to: at, ...deletion });
	else if (before.from < at) changes[changes.length - 1] = { ...before, deletion };
}

/** Who deleted what stood beside something else, and is known, is told by a mark of their own. */
function isByAnother(deletion: Deletion, { author }: UnseenChange): boolean {
	return deletion.author !== undefined && deletion.author !== author;
}

function append(changes: UnseenChange[], written: UnseenChange): void {
	const before = changes.at(-1);
	const touches = before?.to === written.from;
	// Deleted first, and then written in its place.
	const isReplaced = touches && before.from === before.to && !isByAnother(before, written);
	const isSame = touches && before.author === written.author;
	if (isReplaced) changes.splice(-1, 1, { ...written, deletion: { author: before.author } });
	else if (isSame) changes.splice(-1, 1, { ...before, to: written.to });
	else changes.push(written);
}

function frontiersOf({ doc }: Note, version: Version): Frontiers {
	const versionVector = new VersionVector(new Map(version));
	const frontiers = doc.vvToFrontiers(versionVector);
	versionVector.free();
	return frontiers;
}

function bodyDelta({ doc, body }: Note, from: Frontiers): Delta<string>[] {
	for (const [container, diff] of doc.diff(from, doc.frontiers(), false)) {
		if (container === body.id && diff.type === 'text') return diff.diff;
	}
	return [];
}

/** What others wrote between two offsets, at which only new text stands. */
function* writtenIn(
	note: Note,
	from: number,
	to: number,
	{ writers }: Deeds,
	reader: Reader,
	budget: AskingBudget
): Generator<UnseenChange> {
	const [only] = writers;
	const runs =
		writers.size === 1 && only !== undefined ? [{ to, loroPeer: only }] : runsIn(note, from, to, budget);
	let change: UnseenChange | undefined;
	let start = from;
	for (const { to: end, loroPeer } of runs) {
		const isOwn = loroPeer !== undefined && reader.own.has(loroPeer);
		const author = loroPeer === undefined ? undefined : nameOf(note, loroPeer, reader);
		if (change !== undefined && (isOwn || change.author !== author)) {
			yield change;
			change = undefined;
		}
		if (!isOwn) change = { from: change?.from ?? start, to: end, author };
		start = end;
	}
	if (change !== undefined) yield change;
}

/** The name of the one person who did it, if it was no other, and not this device too. */
function onlyName(note: Note, loroPeers: ReadonlySet<string>, reader: Reader): string | undefined {
	if ([...loroPeers].some((loroPeer) => reader.own.has(loroPeer))) return undefined;
	const names = namesOf(note, loroPeers, reader);
	return names.length === 1 ? names[0] : undefined;
}

function namesOf(note: Note, loroPeers: Iterable<string>, reader: Reader): (string | undefined)[] {
	return [...new Set([...loroPeers].map((loroPeer) => nameOf(note, loroPeer, reader)))];
}

function nameOf(note: Note, loroPeer: string, { shown }: Reader): string | undefined {
	const name = shown(note.authorName(loroPeer) ?? '');
	return name === '' ? undefined : name;
}
