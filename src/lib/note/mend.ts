import type { Value } from 'loro-crdt';
import { equalBytes } from '../util/bytes.js';
import { NotePoisonedError, type ImportRefusal } from './guarded-import.js';
import { Note, type NoteOptions } from './note.js';
import { firstDifference } from './operations.js';
import { META, ORIGIN_MEND } from './schema.js';
import { insertionsForUnion } from './text-union.js';
import { covers, EMPTY_VERSION, type Version } from './version.js';

/** Why a snapshot is of no use; `poisoned`: it trapped Loro; `incomplete`: operations are missing in it. */
export type MendRefusal = ImportRefusal | 'poisoned' | 'incomplete';

/**
 * What is to be done with one's own note. `same`: nothing, the histories agree; `keep`: nothing, the other side has
 * to replace its note; `replace`: `note` takes its place; `refused`: the other's snapshot could not be used.
 */
export type Mending =
	| { readonly kind: 'same' }
	| { readonly kind: 'keep' }
	| { readonly kind: 'replace'; readonly note: Note }
	| { readonly kind: 'refused'; readonly reason: MendRefusal };

class UnusableSnapshot extends Error {
	override readonly name = 'UnusableSnapshot';

	constructor(readonly reason: MendRefusal) {
		super(reason);
	}
}

/**
 * Mends two notes whose content differs although their versions do not, given one's own note and the other's
 * snapshot.
 *
 * Where the histories differ, because two programs wrote under one Loro peer id, the first operation in which they
 * do so decides whose history stays: both sides find the same one, whatever others have added meanwhile. The other
 * side takes that history over, and all text that only it had is written anew under a fresh Loro peer id, along with
 * the entries of `meta` that are lacking. Where the histories agree, one's own note is built anew from its history
 * if that gives another content.
 *
 * A snapshot that does not reach the version at which the two differed is refused: it would take away what follows.
 *
 * Where the note is read only, nothing is written: the other's history is taken over, whichever of the two that is.
 *
 * Never changes `own`. Who replaces it has to put away the old note's chunks too: both histories in one document are
 * the fault again.
 *
 * @throws NotePoisonedError if `own` itself is dead.
 */
export function mendedFrom(
	own: Note,
	otherSnapshot: Uint8Array,
	differingVersion = EMPTY_VERSION,
	options: NoteOptions = {}
): Mending {
	const opened: Note[] = [];
	let mending: Mending;
	try {
		mending = mend(own, otherSnapshot, differingVersion, options, opened);
	} catch (failure) {
		if (isDead(own)) throw new NotePoisonedError('the note to be mended is dead', { cause: failure });
		mending = { kind: 'refused', reason: failure instanceof UnusableSnapshot ? failure.reason : 'poisoned' };
	}
	for (const note of opened) if (mending.kind !== 'replace' || note !== mending.note) closeAnyway(note);
	return mending;
}

function mend(
	own: Note,
	otherSnapshot: Uint8Array,
	differingVersion: Version,
	options: NoteOptions,
	opened: Note[]
): Mending {
	const theirs = noteFrom(otherSnapshot, opened);
	if (!covers(theirs.version(), differingVersion)) throw new UnusableSnapshot('incomplete');
	const difference = firstDifference(own, theirs);
	const { readOnly = false } = options;
	if (!readOnly && difference !== undefined && difference.own < difference.other) return { kind: 'keep' };
	// The state within a snapshot need not follow from its history: a new note is made from the history alone.
	const source = difference === undefined ? own : theirs;
	const note = noteFrom(source.exportFrom(EMPTY_VERSION), opened, 'peer', options);
	if (difference !== undefined) {
		if (!readOnly) addWhatOnly(own, note);
	} else if (equalBytes(note.digest(), own.digest())) return { kind: 'same' };
	assertLoadable(note, opened);
	return { kind: 'replace', note };
}

/** Loro takes some histories whose export it refuses: such a note would be lost when the page is left. */
function assertLoadable(note: Note, opened: Note[]): void {
	const loaded = noteFrom(note.exportSnapshot(), opened);
	noteFrom(note.exportFrom(EMPTY_VERSION), opened);
	if (!equalBytes(loaded.digest(), note.digest())) throw new UnusableSnapshot('damaged');
}

function noteFrom(
	bytes: Uint8Array,
	opened: Note[],
	origin: 'own' | 'peer' = 'own',
	options: NoteOptions = { readOnly: true }
): Note {
	const note = Note.empty(options);
	opened.push(note);
	const outcome = origin === 'peer' ? note.importForeign(bytes) : note.import(bytes);
	if (outcome.kind === 'refused') throw new UnusableSnapshot(outcome.reason);
	if (outcome.pending) throw new UnusableSnapshot('incomplete');
	return note;
}

/** Writes into `note` what only `own` has: text, and entries of `meta`; an empty title counts as none. */
function addWhatOnly(own: Note, note: Note): void {
	const insertions = insertionsForUnion(note.body.toString(), own.body.toString());
	for (const { at, text } of insertions.reverse()) note.body.insert(at, text);
	const meta = note.doc.getMap(META);
	for (const [key, value] of Object.entries(own.doc.getMap(META).toJSON() as Record<string, Value>)) {
		const present = meta.get(key);
		if (present === undefined || present === '') meta.set(key, value);
	}
	note.doc.commit({ origin: ORIGIN_MEND });
}

/** A document that trapped answers every call with an error. */
function isDead(note: Note): boolean {
	try {
		note.version();
		return false;
	} catch {
		return true;
	}
}

function closeAnyway(note: Note): void {
	try {
		note.close();
	} catch {
		// A document that trapped cannot be freed: its memory stays until the page is left.
	}
}
