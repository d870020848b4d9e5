import { ChangeSet } from '@codemirror/state';
import type { Delta, LoroText } from 'loro-crdt';

/** Line ends as the editor and the note have them. Without it CodeMirror would take a `\r` for one, too. */
export const LINE_END = '\n';

const HIGH_SURROGATE = /[\ud800-\udbff]/;
const LOW_SURROGATE = /[\udc00-\udfff]/;

/** A stretch of a text, in UTF-16 units. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** One replacement, in UTF-16 units of the text before it. */
export interface Splice extends Stretch {
	readonly insert: string;
}

/** A text event of Loro as changes of an editor text of `length` UTF-16 units. */
export function changesFromDelta(delta: readonly Delta<string>[], length: number): ChangeSet {
	const splices: Splice[] = [];
	let at = 0;
	for (const { retain, insert, delete: deleted } of delta) {
		if (insert !== undefined) splices.push({ from: at, to: at, insert });
		if (deleted !== undefined) splices.push({ from: at, to: at + deleted, insert: '' });
		at += retain ?? deleted ?? 0;
	}
	return ChangeSet.of(splices, length, LINE_END);
}

/**
 * Applies an editor's changes to the Loro text, splice by splice, without a commit.
 *
 * @throws what Loro throws (a string) if a change cuts through a surrogate pair, or RangeError if it inserts half of
 * one; earlier changes are then applied.
 */
export function spliceText(text: LoroText, changes: ChangeSet): void {
	changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
		if (toA > fromA) text.delete(fromB, toA - fromA);
		if (inserted.length === 0) return;
		const units = inserted.sliceString(0, inserted.length, LINE_END);
		// Loro would put U+FFFD in its place, and the texts would differ at equal lengths.
		if (!units.isWellFormed()) throw new RangeError('an inserted text has half a surrogate pair');
		text.insert(fromB, units);
	});
}

/** The smallest single splice that turns one text into the other, or undefined if they are equal. */
export function minimalSplice(before: string, after: string): Splice | undefined {
	if (before === after) return undefined;
	const shorter = Math.min(before.length, after.length);
	let prefix = 0;
	while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
	if (HIGH_SURROGATE.test(before.charAt(prefix - 1))) prefix--;
	let suffix = 0;
	while (
		suffix < shorter - prefix &&
		before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
	) {
		suffix++;
	}
	if (suffix > 0 && LOW_SURROGATE.test(before.charAt(before.length - suffix))) suffix--;
	return {
		from: prefix,
		to: before.length - suffix,
		insert: after.slice(prefix, after.length - suffix)
	};
}
