import {
	EditorState,
	Prec,
	type ChangeSpec,
	type Extension,
	type Text,
	type Transaction,
	type TransactionSpec
} from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { LINE_END } from './splice.js';

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

function makeWellFormed(transaction: Transaction): Transaction | TransactionSpec[] {
	if (!transaction.docChanged) return transaction;
	const repairs = repairsOf(transaction);
	if (repairs.length === 0) return transaction;
	return [transaction, { changes: repairs, sequential: true }];
}

/** What has to be changed in the new document, once the transaction's own changes are made. */
function repairsOf(transaction: Transaction): ChangeSpec[] {
	const before = transaction.startState.doc;
	const repairs: ChangeSpec[] = [];
	transaction.changes.iterChanges((fromA, toA, fromB, toB, inserted) => {
		const cutAtStart = isLowSurrogate(before, fromA);
		const cutAtEnd = isLowSurrogate(before, toA);
		if (!cutAtStart && !cutAtEnd && isWellFormed(inserted)) return;
		const from = cutAtStart ? fromB - 1 : fromB;
		const to = cutAtEnd ? toB + 1 : toB;
		const units = transaction.newDoc.sliceString(from, to, LINE_END);
		const isOldHalf = (index: number): boolean =>
			(cutAtStart && index === 0) || (cutAtEnd && index === units.length - 1);
		repairs.push(...repairsOfRange(units, from, isOldHalf));
	});
	return repairs;
}

function repairsOfRange(units: string, offset: number, isOldHalf: (index: number) => boolean): ChangeSpec[] {
	const repairs: ChangeSpec[] = [];
	const replace = (index: number, length: number, insert: string): void => {
		repairs.push({ from: offset + index, to: offset + index + length, insert });
	};
	for (let index = 0; index < units.length; index++) {
		const unit = units.charAt(index);
		if (unit === '\r') {
			replace(index, 1, units.charAt(index + 1) === LINE_END ? '' : LINE_END);
			continue;
		}
		const codePoint = units.codePointAt(index) ?? 0;
		if (codePoint > 0xffff) {
			const pair = units.slice(index, index + 2);
			const oldHalves = Number(isOldHalf(index)) + Number(isOldHalf(index + 1));
			// Replacing an inserted half and an old one by themselves is what widens the change to the old pair.
			if (oldHalves > 0) replace(index, 2, oldHalves === 1 ? pair : '');
			index++;
		} else if (!unit.isWellFormed()) {
			replace(index, 1, isOldHalf(index) ? '' : REPLACEMENT);
		}
	}
	return repairs;
}

function isWellFormed(inserted: Text): boolean {
	if (inserted.length === 0) return true;
	const text = inserted.sliceString(0, inserted.length, LINE_END);
	return !SUSPECT.test(text) || (!text.includes('\r') && text.isWellFormed());
}

function isLowSurrogate(text: Text, at: number): boolean {
	const unit = text.sliceString(at, at + 1).charCodeAt(0);
	return unit >= 0xdc00 && unit <= 0xdfff;
}
