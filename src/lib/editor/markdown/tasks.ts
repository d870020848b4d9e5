import type { EditorState, StateCommand, TransactionSpec } from '@codemirror/state';
import type { Splice, Stretch } from '../splice.js';
import { BOX } from './line-shape.js';
import { asOneStep } from './one-step.js';

/** No blank can be read in two ways: else a line of many quotes that is no task would be tried in all of them. */
const TASK = new RegExp(String.raw`^((?:[ \t]*>)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(${BOX})[ \t]`);

interface TextHost {
	readonly state: EditorState;
	dispatch(spec: TransactionSpec): void;
}

/**
 * Ticks the task in the line of a place, or takes the tick away: one character of the text. False if there is none. Of several who do so
 * before they have heard of each other each leaves a sign in the box, which stays one; the next press leaves it with one sign.
 */
export function tickAt(host: TextHost, at: number): boolean {
	const change = tick(host.state, at);
	if (change !== undefined) host.dispatch(change);
	return change !== undefined;
}

/** Ticks the tasks that the selection touches, or takes the ticks away if all have one. False where there is no task. */
export const toggleDone: StateCommand = ({ state, dispatch }) => {
	const lines = new Set<number>();
	for (const { from, to } of state.selection.ranges) {
		for (let at = from; at <= to;) {
			const line = state.doc.lineAt(at);
			if (TASK.test(line.text)) lines.add(line.from);
			at = line.to + 1;
		}
	}
	if (lines.size === 0 || state.readOnly) return false;
	const all = [...lines].map((from) => boxIn(state, from)).filter((box) => box !== undefined);
	const done = all.every((box) => box.done);
	const changes = all.filter((box) => box.done === done).map(pressed);
	dispatch(state.update(asOneStep({ changes, userEvent: 'input.task' })));
	return true;
};

function tick(state: EditorState, at: number): TransactionSpec | undefined {
	const box = boxIn(state, at);
	if (box === undefined) return undefined;
	return asOneStep({ changes: pressed(box), userEvent: 'input.task', scrollIntoView: false });
}

interface Box extends Stretch {
	readonly done: boolean;
}

function pressed({ from, to, done }: Box): Splice {
	return { from, to, insert: done ? ' ' : 'x' };
}

/** What is in the box of the line of a place. */
function boxIn(state: EditorState, at: number): Box | undefined {
	const line = state.doc.lineAt(at);
	const [, before, box] = TASK.exec(line.text) ?? [];
	if (before === undefined || box === undefined) return undefined;
	const from = line.from + before.length;
	return { from: from + 1, to: from + box.length - 1, done: /x/i.test(box) };
}
