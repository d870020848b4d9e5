import { Cursor } from 'loro-crdt';
import type { Note } from './note.js';

/** A caret or selection in UTF-16 units of the body as it stands. */
export interface Caret {
	readonly anchor: number;
	readonly head: number;
}

/** A caret that stays at its place while the text around it changes: two Loro cursors, as Loro encodes them. */
export interface StableCaret {
	readonly anchor: Uint8Array;
	readonly head: Uint8Array;
}

/** Ties a caret to the characters it stands at; offsets beyond the text are taken as its end. */
export function toStableCaret(note: Note, { anchor, head }: Caret): StableCaret | undefined {
	const encode = (offset: number) => note.body.getCursor(Math.min(offset, note.body.length))?.encode();
	const stable = { anchor: encode(anchor), head: encode(head) };
	if (stable.anchor === undefined || stable.head === undefined) return undefined;
	return { anchor: stable.anchor, head: stable.head };
}

/** Where a caret is now, or undefined if it points to what is not here (yet) or is no caret of this note. */
export function fromStableCaret(note: Note, caret: StableCaret): Caret | undefined {
	const anchor = offsetOf(note, caret.anchor);
	const head = offsetOf(note, caret.head);
	return anchor === undefined || head === undefined ? undefined : { anchor, head };
}

function decodeCursor(encoded: Uint8Array): Cursor | undefined {
	try {
		return Cursor.decode(encoded);
	} catch (failure) {
		// Loro throws a string where the bytes are no cursor; an Error is a real fault.
		if (failure instanceof Error) throw failure;
		return undefined;
	}
}

function offsetOf(note: Note, encoded: Uint8Array): number | undefined {
	const cursor = decodeCursor(encoded);
	if (cursor === undefined || cursor.containerId() !== note.body.id) return undefined;
	return note.doc.getCursorPos(cursor)?.offset;
}
