const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_LITTLE_MARK = [0xff, 0xfe];
const UTF16_BIG_MARK = [0xfe, 0xff];

/**
 * The text of a file whose encoding nobody states: what its byte order mark says, else UTF-8, else windows-1252, which
 * old editors wrote. The mark goes, and line ends become `\n`.
 *
 * @returns undefined if it is no text: it holds a NUL.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
	const text = decoded(bytes);
	if (text.includes('\0')) return undefined;
	return text.replaceAll(/\r\n?/g, '\n').toWellFormed();
}

function decoded(bytes: Uint8Array): string {
	if (beginsWith(bytes, UTF8_MARK)) return new TextDecoder('utf-8').decode(bytes);
	if (beginsWith(bytes, UTF16_LITTLE_MARK)) return new TextDecoder('utf-16le').decode(bytes);
	if (beginsWith(bytes, UTF16_BIG_MARK)) return new TextDecoder('utf-16be').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch (failure) {
		if (!(failure instanceof TypeError)) throw failure;
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
	return mark.every((byte, index) => bytes[index] === byte);
}
