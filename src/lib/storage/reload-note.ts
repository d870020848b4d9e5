import { HeldBackError, NotePoisonedError, type ImportOutcome } from '../note/guarded-import.js';
import { covers, type Version } from '../note/version.js';
import { loadNote, type Loadable, type LoadedNote } from './load-note.js';
import type { NoteLog } from './note-log.js';

/** What is loaded and then brought up to date. Class Note is one. */
export interface Reloadable extends Loadable {
	import(bytes: Uint8Array): ImportOutcome;
}

/** `updates`: those of the unsaved ones that the note contains. The others are set aside, and counted in `unread`. */
export interface ReloadedNote<N extends Reloadable> extends LoadedNote<N> {
	readonly updates: readonly Uint8Array[];
}

/**
 * Loads a note whose document died, and takes into it what had not been saved. An update that kills the new document too,
 * or of which that cannot take all, is set aside beside the note before anything else happens: maybe a later
 * version of Perch can read it.
 *
 * @throws StorageError
 */
export async function reloadNote<N extends Reloadable>(
	log: NoteLog,
	makeEmpty: () => N,
	unsavedUpdates: readonly Uint8Array[]
): Promise<ReloadedNote<N>> {
	let updates = unsavedUpdates;
	for (;;) {
		const loaded = await loadNote(log, makeEmpty);
		const { taken, culprits } = takeAll(loaded.note, updates);
		if (culprits.size > 0) {
			updates = updates.filter((update) => !culprits.has(update));
			continue;
		}
		const unread = [...loaded.unread];
		for (const update of unsavedUpdates) {
			if (!taken.has(update)) unread.push(await log.setAside('update', update));
		}
		return { ...loaded, unread, updates: unsavedUpdates.filter((update) => taken.has(update)) };
	}
}

/** `culprits`: what the note died of. It is of no use if there are any. */
interface Taken {
	readonly taken: ReadonlySet<Uint8Array>;
	readonly culprits: ReadonlySet<Uint8Array>;
}

function takeAll(note: Reloadable, updates: readonly Uint8Array[]): Taken {
	const contents = new Map<Uint8Array, Version>();
	const waiting = new Set<Uint8Array>();
	for (const update of updates) {
		try {
			const outcome = note.import(update);
			if (outcome.kind === 'refused') continue;
			contents.set(update, outcome.contains);
			if (outcome.pending) waiting.add(update);
		} catch (failure) {
			if (!(failure instanceof NotePoisonedError)) throw failure;
			const isHeldBackToBlame = failure instanceof HeldBackError && waiting.size > 0;
			return { taken: new Set(), culprits: isHeldBackToBlame ? waiting : new Set([update]) };
		}
	}
	// Only now: an update may have waited for one that came later.
	const version = note.version();
	const taken = [...contents].flatMap(([update, content]) => (covers(version, content) ? [update] : []));
	return { taken: new Set(taken), culprits: new Set() };
}
