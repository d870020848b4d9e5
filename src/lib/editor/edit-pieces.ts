import { ChangeSet, type ChangeSpec } from '@codemirror/state';
import { changePieces } from '../note/change-pieces.js';
import { LINE_END } from './splice.js';

/** What is inserted at one place, without what the first edit inserts of it. */
interface Rest {
	/** Where the first edit ends it. */
	readonly at: number;
	readonly pieces: readonly string[];
}

/**
 * An edit as several that follow each other and come to the same, so that each inserts no more at one place than one change of Loro's
 * should (`changePieces`). Mostly it is one.
 */
export function* inPieces(edit: ChangeSet): Generator<ChangeSet> {
	const specs: ChangeSpec[] = [];
	const rests: Rest[] = [];
	let cut = 0;
	edit.iterChanges((from, to, fromB, _toB, inserted) => {
		const [first = '', ...pieces] = changePieces(inserted.sliceString(0, inserted.length, LINE_END));
		specs.push({ from, to, insert: first });
		if (pieces.length === 0) return;
		rests.push({ at: fromB - cut + first.length, pieces });
		cut += inserted.length - first.length;
	}, true);
	if (rests.length === 0) {
		yield edit;
		return;
	}
	const first = ChangeSet.of(specs, edit.length, LINE_END);
	yield first;
	let length = first.newLength;
	// From behind, so that none moves the place of another.
	for (const { at, pieces } of rests.reverse()) {
		let from = at;
		for (const insert of pieces) {
			yield ChangeSet.of({ from, insert }, length, LINE_END);
			from += insert.length;
			length += insert.length;
		}
	}
}
