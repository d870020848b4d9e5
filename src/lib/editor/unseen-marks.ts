import { Transaction, type EditorState, type Extension, type RangeSet } from '@codemirror/state';
import { ViewPlugin, type EditorView } from '@codemirror/view';
import { whenRead } from './bind-note.js';
import { aged, pointOut, setUnseenMarks, unseenField, type UnseenMark } from './unseen-field.js';
import { unseenLayers } from './unseen-layers.js';
import { unseenTheme } from './unseen-theme.js';

/** How often it is looked which marks are in sight, in milliseconds. */
const LOOK_INTERVAL_MS = 1_000;

/** What is told of the marks. */
export interface UnseenMarksListener {
	/** The last mark has faded, or one has deleted what it marked. */
	allSeen(): void;
	/**
	 * There are others, more or fewer: by whom each is. `areSet`: they are those set last (`setUnseenMarks`), which may be drawn a while
	 * after that; else some of those before have gone. It must not dispatch.
	 */
	marked(authors: readonly string[], areSet: boolean): void;
}

/** The extension that marks what others changed. */
export function unseenMarks(listener: UnseenMarksListener): Extension {
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
					const [before, now] = [marksOf(startState).size, marksOf(state).size];
					const areSet = transactions.some(isSetting);
					if (before !== now || areSet)
						listener.marked(
							marksIn(state).map(({ mark }) => mark.author),
							areSet
						);
					if (now > 0) return;
					const areGone = before > 0 && !transactions.some(isOfOthers);
					// It does not belong into an update of the view.
					if (areGone || transactions.some(setsOnlySeen)) queueMicrotask(() => listener.allSeen());
				},
				destroy: () => clearInterval(timer)
			};
		})
	];
}

/** Whoever has marks taken away by this knows more of them. */
function isOfOthers(transaction: Transaction): boolean {
	return isSetting(transaction) || transaction.annotation(Transaction.remote) === true;
}

function isSetting({ effects }: Transaction): boolean {
	return effects.some((effect) => effect.is(setUnseenMarks));
}

/** What was to be marked has faded before, every place of it. */
function setsOnlySeen({ effects }: Transaction): boolean {
	return effects.some((effect) => effect.is(setUnseenMarks) && effect.value.length > 0);
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
