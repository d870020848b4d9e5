import { ChangeSet, type Transaction } from '@codemirror/state';
import { LINE_END, type Splice, type Stretch } from './splice.js';

/** Changes in two parts: `now`, and `later` to be made after it. Either is undefined where it would change nothing. */
export interface SplitChanges {
	readonly now: ChangeSet | undefined;
	readonly later: ChangeSet | undefined;
}

/** Leaves for later what touches a stretch of the text, or stands at its edge. */
export function splitAround(changes: ChangeSet, kept: Stretch | undefined): SplitChanges {
	if (kept === undefined) return { now: ifAny(changes), later: undefined };
	const now: Splice[] = [];
	const later: Splice[] = [];
	changes.iterChanges((from, to, _fromB, _toB, inserted) => {
		const touches = from <= kept.to && to >= kept.from;
		const insert = inserted.sliceString(0, inserted.length, LINE_END);
		(touches ? later : now).push({ from, to, insert });
	});
	if (later.length === 0) return { now: ifAny(changes), later: undefined };
	const made = ChangeSet.of(now, changes.length, LINE_END);
	return { now: ifAny(made), later: ifAny(ChangeSet.of(later, changes.length, LINE_END).map(made)) };
}

export function ifAny(changes: ChangeSet | undefined): ChangeSet | undefined {
	return changes?.empty === false ? changes : undefined;
}

/**
 * Where the text that is being composed begins, and thereby which of two texts inserted at one place comes first: what is
 * composed stays together, whatever others inserted at its edges.
 */
export class ComposedText {
	#from: number | undefined;

	/** To be called with each of one's own edits, in their order. Whether what it inserts comes before what is pending. */
	goesFirst(edit: Transaction): boolean {
		const before = this.#from;
		this.#follow(edit);
		if (this.#from === undefined) return false;
		let isAppended = true;
		edit.changes.iterChanges((from, to) => {
			if (to > from || from === before) isAppended = false;
		});
		return isAppended;
	}

	/** Changes of others moved the text. */
	shift(changes: ChangeSet): void {
		if (this.#from !== undefined) this.#from = changes.mapPos(this.#from, 1);
	}

	#follow(edit: Transaction): void {
		if (!edit.isUserEvent('input.type.compose')) {
			this.#from = undefined;
			return;
		}
		let first = edit.newDoc.length;
		edit.changes.iterChanges((_fromA, _toA, fromB) => (first = Math.min(first, fromB)));
		// CodeMirror's name for the first edit of a composition.
		const isStart = edit.isUserEvent('input.type.compose.start') || this.#from === undefined;
		this.#from = isStart ? first : Math.min(first, edit.changes.mapPos(this.#from ?? first, -1));
	}
}
