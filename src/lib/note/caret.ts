import { Cursor } from 'loro-crdt';
import { equalBytes } from '../util/bytes.js';
import type { Note } from './note.js';

/** A caret or selection in UTF-16 units of the body as it stands. */
export interface Caret {
	readonly anchor: number;
	readonly head: number;
}

/**
 * A caret that keeps its place while the text around it changes. Each end is the Loro cursor of the character before
 * it, as Loro encodes it, or empty for the start of the text: so a text that someone else writes at the caret lands
 * behind it, as it does in the owner's editor.
 */
export interface StableCaret {
	readonly anchor: Uint8Array;
	readonly head: Uint8Array;
}

const START_OF_TEXT = new Uint8Array();
const AFTER_CHARACTER = 1;

/** Ties a caret to the characters it stands at. Offsets lie within the text and on code-point boundaries. */
export function toStableCaret(note: Note, { anchor, head }: Caret): StableCaret {
	const end = encodeEnd(note, head);
	return { anchor: anchor === head ? end : encodeEnd(note, anchor), head: end };
}

/** Where a caret is now, or undefined if it points to what is not here (yet) or is no caret of this note. */
export function fromStableCaret(note: Note, caret: StableCaret): Caret | undefined {
	const head = decodeEnd(note, caret.head);
	// Mostly it is a caret, and its place is asked for at each key.
	const anchor = equalBytes(caret.anchor, caret.head) ? head : decodeEnd(note, caret.anchor);
	return anchor === undefined || head === undefined ? undefined : { anchor, head };
}

function encodeEnd(note: Note, offset: number): Uint8Array {
	if (offset === 0) return START_OF_TEXT;
	// Loro knows no cursor in the middle of a surrogate pair: there the character began one unit earlier.
	const cursor =
		note.body.getCursor(offset - 1, AFTER_CHARACTER) ?? note.body.getCursor(offset - 2, AFTER_CHARACTER);
	return cursor?.encode() ?? START_OF_TEXT;
}

function decodeEnd(note: Note, encoded: Uint8Array): number | undefined {
	if (encoded.length === 0) return 0;
	const cursor = decodeCursor(encoded);
	if (cursor === undefined || cursor.containerId() !== note.body.id) return undefined;
	const place = note.doc.getCursorPos(cursor);
	// Loro moves the cursor of a deleted character to what followed it, and then no longer says "after".
	if (place?.side !== AFTER_CHARACTER) return place?.offset;
	const isSurrogatePair = note.body.getCursor(place.offset + 1) === undefined;
	return place.offset + (isSurrogatePair ? 2 : 1);
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
