import {
	StateEffect,
	StateField,
	Transaction,
	type ChangeDesc,
	type EditorState,
	type Extension
} from '@codemirror/state';
import type { RemoteCaret } from '../workspace/types.js';
import { caretLayers, type ShownCaret } from './caret-layers.js';
import { remoteCaretTheme } from './caret-theme.js';

/** Replaces all carets of others. Offsets beyond the text, whose end has not arrived yet, are taken as its end. */
export const setRemoteCarets = StateEffect.define<readonly RemoteCaret[]>({
	map: (carets, changes) =>
		carets.map((caret) => ({
			...caret,
			anchor: movedOffset(caret.anchor, changes),
			head: movedOffset(caret.head, changes)
		}))
});

/** Shows the name of the caret with this key once more, as if its owner had moved it. */
export const pointOutCaret = StateEffect.define<string>();

/** The carets of others, in the order of their keys. Between two settings they move along with the text. */
export const remoteCaretsField = StateField.define<readonly ShownCaret[]>({
	create: () => [],
	update(carets, transaction) {
		let shown = transaction.docChanged && carets.length > 0 ? mapped(carets, transaction) : carets;
		for (const effect of transaction.effects) {
			if (effect.is(pointOutCaret)) shown = pointedOut(shown, effect.value);
			if (effect.is(setRemoteCarets)) shown = replaced(shown, effect.value, transaction.newDoc.length);
		}
		return shown;
	}
});

/** Whether just these carets are shown, and said of them what their owners said last. */
export function areShown(state: EditorState, carets: readonly RemoteCaret[]): boolean {
	const shown = new Map(state.field(remoteCaretsField).map((caret) => [caret.key, caret]));
	return (
		carets.length === shown.size &&
		carets.every((caret) => {
			const now = shown.get(caret.key);
			return (
				now !== undefined &&
				now.anchor === caret.anchor &&
				now.head === caret.head &&
				now.word === caret.word &&
				now.name === caret.name &&
				now.colour === caret.colour &&
				now.person === caret.person
			);
		})
	);
}

/** Where a caret is by now, in the text that an editor shows; undefined where it does not show what its owner said of it last. */
export function shownHead(state: EditorState, { key, word }: RemoteCaret): number | undefined {
	return state.field(remoteCaretsField).find((caret) => caret.key === key && caret.word === word)?.head;
}

/** The extension that shows the carets and selections of others, with their names. */
export function remoteCarets(): Extension {
	return [remoteCaretsField, caretLayers(remoteCaretsField), remoteCaretTheme];
}

function movedOffset(offset: number, changes: ChangeDesc): number {
	return changes.mapPos(Math.min(offset, changes.length));
}

function mapped(carets: readonly ShownCaret[], transaction: Transaction): readonly ShownCaret[] {
	// What comes from others at a caret is most likely its owner's typing, what is typed here is not.
	const side = transaction.annotation(Transaction.remote) === true ? 1 : -1;
	return carets.map((caret) => ({
		...caret,
		anchor: transaction.changes.mapPos(caret.anchor, side),
		head: transaction.changes.mapPos(caret.head, side)
	}));
}

function pointedOut(carets: readonly ShownCaret[], key: string): readonly ShownCaret[] {
	return carets.map((caret) => (caret.key === key ? { ...caret, moves: caret.moves + 1 } : caret));
}

function replaced(
	before: readonly ShownCaret[],
	carets: readonly RemoteCaret[],
	length: number
): readonly ShownCaret[] {
	return carets
		.map((caret) => {
			const anchor = Math.min(caret.anchor, length);
			const head = Math.min(caret.head, length);
			const old = before.find(({ key }) => key === caret.key);
			const moves = old ? old.moves + Number(old.word !== caret.word) : 0;
			return { ...caret, anchor, head, moves };
		})
		.sort((a, b) => (a.key < b.key ? -1 : 1));
}
