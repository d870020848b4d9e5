/**
 * A long text is written in commits of so many UTF-16 units, of which Loro makes changes of several. Loro 1.17 unpacks a change as a whole to find
 * what stands behind it, at each commit of a later session: with 10 MB in one change that takes 30 ms a key.
 */
export const MAX_CHANGE_LENGTH = 65_536;

/** The pieces of a text that are a commit each, none longer than `longest`, which is 2 or more: no surrogate pair is cut. A text without any characters has none. */
export function* changePieces(text: string, longest = MAX_CHANGE_LENGTH): Generator<string> {
	for (let at = 0; at < text.length;) {
		const end = at + longest;
		const isCut = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1));
		const piece = text.slice(at, isCut ? end - 1 : end);
		yield piece;
		at += piece.length;
	}
}
