import type { Note } from './note.js';

/** Loro takes up to a fifth of a millisecond to tell who wrote a character: so many are asked for one by one, */
const MAX_ASKED = 150;
/** and so many to find out where longer stretches of each writer end. */
const MAX_ASKED_FOR_ENDS = 100;

/** What one Loro peer wrote, from where the one before ends. */
interface Run {
	readonly to: number;
	readonly loroPeer: string | undefined;
}

/** How often Loro may still be asked: for each character, and for the ends of stretches; below zero, that was too often. */
export interface AskingBudget {
	each: number;
	ends: number;
}

/** As much as it may be asked to find the writers of one text. */
export function askingBudget(): AskingBudget {
	return { each: MAX_ASKED, ends: MAX_ASKED_FOR_ENDS };
}

/**
 * Who wrote what between two offsets. Where there is too much to ask for each character, it is halved: what begins and ends
 * with one writer's characters is then taken to be all of theirs.
 */
export function* runsIn(note: Note, from: number, to: number, budget: AskingBudget): Generator<Run> {
	if (to - from <= budget.each) {
		budget.each -= to - from;
		for (let at = from; at < to; at += 1) yield { to: at + 1, loroPeer: writerAt(note, at) };
		return;
	}
	budget.ends -= 2;
	if (budget.ends < 0) return;
	const first = writerAt(note, from);
	if (to - from <= 1 || first === writerAt(note, to - 1)) {
		yield { to, loroPeer: first };
		return;
	}
	const middle = (from + to) >> 1;
	yield* runsIn(note, from, middle, budget);
	yield* runsIn(note, middle, to, budget);
}

/** Loro knows no writer of the second half of a surrogate pair. */
function writerAt({ body }: Note, offset: number): string | undefined {
	return body.getEditorOf(offset) ?? (offset > 0 ? body.getEditorOf(offset - 1) : undefined);
}
