import type { EditorState, StateCommand, TransactionSpec } from '@codemirror/state';
import { asOneStep } from './one-step.js';

const TASK = /^((?:[ \t]*>[ \t]?)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)([ xX])\][ \t]/;

interface TextHost {
	readonly state: EditorState;
	dispatch(spec: TransactionSpec): void;
}

/** Ticks the task in the line of a place, or takes the tick away: one character of the text. False if there is none. */
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
	const all = [...lines].map((from) => mark(state, from));
	const done = all.every((it) => it?.done === true);
	const changes = all.flatMap((it) =>
		it === undefined || it.done !== done ? [] : [{ from: it.at, to: it.at + 1, insert: done ? ' ' : 'x' }]
	);
	dispatch(state.update(asOneStep({ changes, userEvent: 'input.task' })));
	return true;
};

function tick(state: EditorState, at: number): TransactionSpec | undefined {
	const found = mark(state, at);
	if (found === undefined) return undefined;
	const changes = { from: found.at, to: found.at + 1, insert: found.done ? ' ' : 'x' };
	return asOneStep({ changes, userEvent: 'input.task', scrollIntoView: false });
}

function mark(state: EditorState, at: number): { readonly at: number; readonly done: boolean } | undefined {
	const line = state.doc.lineAt(at);
	const [, before, sign] = TASK.exec(line.text) ?? [];
	if (before === undefined || sign === undefined) return undefined;
	return { at: line.from + before.length, done: sign !== ' ' };
}
