import {
	RangeSet,
	RangeSetBuilder,
	RangeValue,
	StateEffect,
	StateField,
	Transaction,
	type EditorState
} from '@codemirror/state';
import { SeenPlaces } from './seen-places.js';
import type { Stretch } from './splice.js';

/** A mark fades after it was in sight of somebody for so long, in milliseconds. */
const SEEN_AFTER_MS = 15_000;
/** And is gone so long after that: as in unseen-theme.ts. */
const FADING_MS = 2_000;

/** A place that somebody else changed; nothing was written there if it is empty. */
export interface MarkedChange extends Stretch {
	/** The name of whoever it was, as it is shown. */
	readonly author: string;
	/** Of what was written: the name of whoever deleted something beside it, if others did. */
	readonly deletedBy?: string | undefined;
}

/** The mark of one change. */
export class UnseenMark extends RangeValue {
	override readonly startSide = 1;
	override readonly endSide = -1;

	/** `inSightForMs`: how long it was in sight so far, in milliseconds. */
	constructor(
		readonly author: string,
		public inSightForMs = 0
	) {
		super();
	}

	get isFading(): boolean {
		return this.inSightForMs >= SEEN_AFTER_MS;
	}

	get isGone(): boolean {
		return this.inSightForMs >= SEEN_AFTER_MS + FADING_MS;
	}
}

/** What is marked, and the mark whose author is told beside it. */
export interface UnseenState {
	readonly marks: RangeSet<UnseenMark>;
	readonly pointedOut: UnseenMark | undefined;
	/** Where marks have faded while others are left. */
	readonly seen: SeenPlaces;
}

/**
 * Replaces all marks. What was marked already goes on to be, as it was pointed out and for how long it was in sight. What has faded is not
 * marked again until nothing is.
 */
export const setUnseenMarks = StateEffect.define<readonly MarkedChange[]>({
	map: (changes, mapping) =>
		changes.map(({ from, to, ...who }) => {
			const start = mapping.mapPos(from, 1);
			return { from: start, to: Math.max(start, mapping.mapPos(to, -1)), ...who };
		})
});
const NOTHING_MARKED: UnseenState = {
	marks: RangeSet.empty as RangeSet<UnseenMark>,
	pointedOut: undefined,
	seen: SeenPlaces.none
};
/** Points one mark out. */
export const pointOut = StateEffect.define<UnseenMark>();
/** Marks have been in sight for a while. */
export const aged = StateEffect.define<undefined>();

/** What others changed since one last looked. The marks move along with the text. */
export const unseenField = StateField.define<UnseenState>({
	create: () => NOTHING_MARKED,
	update(state, transaction) {
		const { docChanged, changes, effects } = transaction;
		let next = state;
		if (docChanged && (state.marks.size > 0 || state.seen !== SeenPlaces.none)) {
			const byOthers = transaction.annotation(Transaction.remote) === true;
			next = { ...state, marks: state.marks.map(changes), seen: state.seen.after(changes, byOthers) };
		}
		for (const effect of effects) {
			if (effect.is(setUnseenMarks)) next = replaced(next, effect.value);
			if (effect.is(pointOut)) next = { ...next, pointedOut: effect.value };
			if (effect.is(aged)) next = withoutGone(next);
		}
		return next;
	}
});

/** Whether nothing is marked, nor has faded. */
export function isUnmarked(state: EditorState): boolean {
	return state.field(unseenField) === NOTHING_MARKED;
}

function replaced({ marks, pointedOut, seen }: UnseenState, changes: readonly MarkedChange[]): UnseenState {
	if (changes.length === 0) return NOTHING_MARKED;
	const builder = new RangeSetBuilder<UnseenMark>();
	const kept = new Set<UnseenMark>();
	for (const change of changes) {
		for (const place of seen.unseenOf(change)) {
			const author = authorAt(place, change);
			if (author === undefined) continue;
			const was = markAt(marks, place, author);
			const mark = was === undefined || kept.has(was) ? new UnseenMark(author, was?.inSightForMs) : was;
			kept.add(mark);
			builder.add(place.from, place.to, mark);
		}
	}
	return {
		marks: builder.finish(),
		pointedOut: pointedOut && kept.has(pointedOut) ? pointedOut : undefined,
		seen
	};
}

/** Who changed a place of a change; undefined if none of the others did. */
function authorAt({ from, to }: Stretch, change: MarkedChange): string | undefined {
	const isBesideWritten = from === to && change.from < change.to;
	return isBesideWritten ? change.deletedBy : change.author;
}

function withoutGone(state: UnseenState): UnseenState {
	const gone: Stretch[] = [];
	const marks = state.marks.update({
		filter: (from, to, mark) => {
			if (mark.isGone) gone.push({ from, to });
			return !mark.isGone;
		}
	});
	return { ...state, marks, seen: state.seen.and(gone) };
}

/** The mark of the same author that stood there. */
function markAt(marks: RangeSet<UnseenMark>, { from, to }: Stretch, author: string): UnseenMark | undefined {
	let found: UnseenMark | undefined;
	marks.between(from, to, (_from, _to, mark) => {
		if (mark.author !== author) return;
		found = mark;
		return false;
	});
	return found;
}
