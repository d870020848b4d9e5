import {
	RangeSet,
	RangeSetBuilder,
	RangeValue,
	StateEffect,
	StateField,
	Transaction,
	type EditorState,
	type Extension
} from '@codemirror/state';
import { ViewPlugin, type EditorView } from '@codemirror/view';
import { whenRead } from './bind-note.js';
import { unseenLayers } from './unseen-layers.js';
import { unseenTheme } from './unseen-theme.js';

/** A mark fades after it was in sight of somebody for so long, in milliseconds. */
const SEEN_AFTER_MS = 15_000;
/** And is gone so long after that: as in unseen-theme.ts. */
const FADING_MS = 2_000;
/** How often it is looked which marks are in sight, in milliseconds. */
const LOOK_INTERVAL_MS = 1_000;

/** A place that somebody else changed, in UTF-16 units; nothing was written there if it is empty. */
export interface MarkedChange {
	readonly from: number;
	readonly to: number;
	/** The name of whoever it was, as it is shown. */
	readonly author: string;
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
}

/** Replaces all marks. What was marked already goes on to be, as it was pointed out and for how long it was in sight. */
export const setUnseenMarks = StateEffect.define<readonly MarkedChange[]>({
	map: (changes, mapping) =>
		changes.map(({ from, to, author }) => {
			const start = mapping.mapPos(from, 1);
			return { from: start, to: Math.max(start, mapping.mapPos(to, -1)), author };
		})
});
const NO_MARKS = RangeSet.empty as RangeSet<UnseenMark>;
const pointOut = StateEffect.define<UnseenMark>();
/** Marks have been in sight for a while. */
const aged = StateEffect.define<undefined>();

/** What others changed since one last looked. The marks move along with the text. */
export const unseenField = StateField.define<UnseenState>({
	create: () => ({ marks: NO_MARKS, pointedOut: undefined }),
	update(state, { docChanged, changes, effects }) {
		let next = docChanged && state.marks.size > 0 ? { ...state, marks: state.marks.map(changes) } : state;
		for (const effect of effects) {
			if (effect.is(setUnseenMarks)) next = replaced(next, effect.value);
			if (effect.is(pointOut)) next = { ...next, pointedOut: effect.value };
			if (effect.is(aged))
				next = { ...next, marks: next.marks.update({ filter: (_from, _to, mark) => !mark.isGone }) };
		}
		return next;
	}
});

/** The extension that marks what others changed. `onAllSeen`: told when the last mark has faded, or when one has deleted what it marked. */
export function unseenMarks(onAllSeen: () => void): Extension {
	return [
		unseenField,
		unseenLayers((state) => state.field(unseenField)),
		unseenTheme,
		ViewPlugin.define((view) => {
			const timer = setInterval(() => {
				whenRead(view, () => age(view), 'age');
			}, LOOK_INTERVAL_MS);
			return {
				update({ startState, state, transactions }) {
					const areGone = marksOf(startState).size > 0 && marksOf(state).size === 0;
					// It does not belong into an update of the view.
					if (areGone && !transactions.some(isOfOthers)) queueMicrotask(onAllSeen);
				},
				destroy: () => clearInterval(timer)
			};
		})
	];
}

/** Whoever has marks taken away by this knows more of them. */
function isOfOthers(transaction: Transaction): boolean {
	const isSetting = transaction.effects.some((effect) => effect.is(setUnseenMarks));
	return isSetting || transaction.annotation(Transaction.remote) === true;
}

function marksOf(state: EditorState): RangeSet<UnseenMark> {
	return state.field(unseenField).marks;
}

/** Where one comes to by going on from mark to mark. */
export interface NextMark {
	readonly offset: number;
	readonly author: string;
	/** What was written there; empty where something was only deleted. */
	readonly text: string;
	/** Counted from 1. */
	readonly number: number;
	readonly count: number;
}

/** Points the next mark out: the first at first, and after the last the first again. Undefined if there is none. */
export function pointOutNext(view: EditorView): NextMark | undefined {
	const { state } = view;
	const marks = marksIn(state);
	const { pointedOut } = state.field(unseenField);
	const at = (marks.findIndex(({ mark }) => mark === pointedOut) + 1) % Math.max(1, marks.length);
	const next = marks[at];
	if (next === undefined) return undefined;
	const { from, to, mark } = next;
	view.dispatch({ effects: pointOut.of(mark) });
	const text = state.sliceDoc(from, to);
	return { offset: from, author: mark.author, text, number: at + 1, count: marks.length };
}

function marksIn(state: EditorState): { from: number; to: number; mark: UnseenMark }[] {
	const found: { from: number; to: number; mark: UnseenMark }[] = [];
	state.field(unseenField).marks.between(0, state.doc.length, (from, to, mark) => {
		found.push({ from, to, mark });
	});
	return found;
}

function replaced({ marks, pointedOut }: UnseenState, changes: readonly MarkedChange[]): UnseenState {
	const builder = new RangeSetBuilder<UnseenMark>();
	const kept = new Set<UnseenMark>();
	for (const change of changes) {
		const was = markAt(marks, change);
		const mark = was === undefined || kept.has(was) ? new UnseenMark(change.author, was?.inSightForMs) : was;
		kept.add(mark);
		builder.add(change.from, change.to, mark);
	}
	return {
		marks: builder.finish(),
		pointedOut: pointedOut && kept.has(pointedOut) ? pointedOut : undefined
	};
}

/** The mark of the same author that stood there. */
function markAt(marks: RangeSet<UnseenMark>, { from, to, author }: MarkedChange): UnseenMark | undefined {
	let found: UnseenMark | undefined;
	marks.between(from, to, (_from, _to, mark) => {
		if (mark.author !== author) return;
		found = mark;
		return false;
	});
	return found;
}

function age(view: EditorView): void {
	const marks = marksOf(view.state);
	const isShown = view.contentDOM.getClientRects().length > 0;
	if (marks.size === 0 || !isShown || !document.hasFocus() || document.visibilityState !== 'visible') return;
	const { from, to } = inWindow(view);
	const faded: UnseenMark[] = [];
	marks.between(from, to, (_from, _to, mark) => {
		const was = mark.isFading;
		mark.inSightForMs += LOOK_INTERVAL_MS;
		if (mark.isGone || was !== mark.isFading) faded.push(mark);
	});
	if (faded.length > 0) view.dispatch({ effects: aged.of(undefined) });
}

/** The part of the text that the window shows; what is drawn goes beyond it. */
function inWindow(view: EditorView): { from: number; to: number } {
	const top = view.documentTop;
	const first = view.lineBlockAtHeight(-top);
	const last = view.lineBlockAtHeight(window.innerHeight - top);
	return { from: first.from, to: last.to };
}
