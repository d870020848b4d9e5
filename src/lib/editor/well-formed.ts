import {
	ChangeSet,
	EditorState,
	Prec,
	StateEffect,
	type Extension,
	type Text,
	type Transaction,
	type TransactionSpec
} from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { LINE_END, type Splice } from './splice.js';

const SUSPECT = /[\r\ud800-\udfff]/;
const REPLACEMENT = '\ufffd';

/**
 * The extension that lets only well-formed text into the document: `\n` line ends and whole code points.
 *
 * Loro refuses a change that cuts through a surrogate pair, and CodeMirror makes them: it reads the browser's
 * replacement of one emoji by another as a change of the half in which they differ. A change is therefore widened to
 * whole code points of the old text. Halves that it leaves alone go, other lone surrogates become U+FFFD, and every
 * `\r\n` or `\r` that it inserts becomes `\n`. Selection, effects and annotations stay, mapped to the outcome.
 */
export function wellFormedInput(): Extension {
	return [
		EditorState.lineSeparator.of(LINE_END),
		// Filters run from the lowest precedence up: this one sees what all others made of the transaction.
		Prec.highest(EditorState.transactionFilter.of(makeWellFormed)),
		EditorView.clipboardInputFilter.of(wellFormedText)
	];
}

/** The text with `\n` line ends and without lone surrogates. */
export function wellFormedText(text: string): string {
	return SUSPECT.test(text) ? text.replaceAll(/\r\n?/g, LINE_END).toWellFormed() : text;
}

function makeWellFormed(transaction: Transaction): Transaction | TransactionSpec {
	if (!transaction.docChanged || isWellFormed(transaction)) return transaction;
	const { startState, newDoc, selection, effects } = transaction;
	const { changes, steps } = wellFormedChanges(transaction);
	const mapping = ChangeSet.of(steps, newDoc.length, LINE_END);
	// Takes along what a transaction has besides, such as annotations, as a filter does that returns it in a list.
	return Object.assign({}, transaction, {
		changes: ChangeSet.of(changes, startState.doc.length, LINE_END),
		selection: selection?.map(mapping),
		effects: StateEffect.mapEffects(effects, mapping)
	});
}

/** Whether each single change can be made, taken back and mapped over others without a part of a pair or a `\r`. */
function isWellFormed({ changes, startState: { doc } }: Transaction): boolean {
	let wellFormed = true;
	changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
		if (isLowSurrogate(doc, fromA) || isLowSurrogate(doc, toA)) wellFormed = false;
		if (inserted.length === 0 || !wellFormed) return;
		const text = inserted.sliceString(0, inserted.length, LINE_END);
		if (SUSPECT.test(text) && (text.includes('\r') || !text.isWellFormed())) wellFormed = false;
	}, true);
	return wellFormed;
}

/**
 * The well-formed changes of the old document, and the steps that lead there from the new one. Changes that touch
 * become one: a history would keep the halves of a pair apart that were removed by two.
 */
function wellFormedChanges({ changes, startState, newDoc }: Transaction): {
	readonly changes: readonly Splice[];
	readonly steps: readonly Splice[];
} {
	const all = { changes: [] as Splice[], steps: [] as Splice[] };
	changes.iterChanges((fromA, toA, fromB, toB) => {
		const before = isLowSurrogate(startState.doc, fromA) ? 1 : 0;
		const after = isLowSurrogate(startState.doc, toA) ? 1 : 0;
		const units = newDoc.sliceString(fromB - before, toB + after, LINE_END);
		const isOldHalf = (index: number): boolean => index < before || index >= units.length - after;
		const steps = stepsToWellFormed(units, isOldHalf);
		all.changes.push({ from: fromA - before, to: toA + after, insert: withSteps(units, steps) });
		for (const { from, to, insert } of steps) {
			all.steps.push({ from: fromB - before + from, to: fromB - before + to, insert });
		}
	});
	return all;
}

function stepsToWellFormed(units: string, isOldHalf: (index: number) => boolean): Splice[] {
	const steps: Splice[] = [];
	for (let from = 0; from < units.length; from++) {
		const unit = units.charAt(from);
		if (unit === '\r') {
			steps.push({ from, to: from + 1, insert: units.charAt(from + 1) === LINE_END ? '' : LINE_END });
		} else if ((units.codePointAt(from) ?? 0) > 0xffff) {
			// The high half of one old pair and the low half of another are no pair.
			if (isOldHalf(from) && isOldHalf(from + 1)) steps.push({ from, to: from + 2, insert: '' });
			from++;
		} else if (!unit.isWellFormed()) {
			steps.push({ from, to: from + 1, insert: isOldHalf(from) ? '' : REPLACEMENT });
		}
	}
	return steps;
}

function withSteps(units: string, steps: readonly Splice[]): string {
	let text = '';
	let done = 0;
	for (const { from, to, insert } of steps) {
		text += units.slice(done, from) + insert;
		done = to;
	}
	return text + units.slice(done);
}

function isLowSurrogate(text: Text, at: number): boolean {
	const unit = text.sliceString(at, at + 1).charCodeAt(0);
	return unit >= 0xdc00 && unit <= 0xdfff;
}
