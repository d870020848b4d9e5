const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_LITTLE_MARK = [0xff, 0xfe];
const UTF16_BIG_MARK = [0xfe, 0xff];

/** How much of a text the detector reads, in bytes: more does not change its mind. */
const DETECTED_BYTES = 64 * 1024;

/** What the detector may say of a short text with one accent in it is chance: then it is what old editors of the West wrote. */
const MIN_FOREIGN_SHARE = 0.02;
const MIN_FOREIGN_BYTES = 16;

/** Of a text in another script than the Latin one, so many bytes are no ASCII at least; what has fewer is Latin, whatever it looks like. */
const MIN_OTHER_SCRIPT_SHARE = 0.25;

const LATIN = new Set(['windows-1250', 'windows-1254', 'ISO-8859-2']);

/** Begins a change of characters in ISO-2022-JP. */
const ESCAPE = 0x1b;

/** Encodings that the detector knows and old editors wrote, by what browsers call them. */
const DETECTABLE: Readonly<Record<string, string>> = {
	Shift_JIS: 'shift_jis',
	'EUC-JP': 'euc-jp',
	'ISO-2022-JP': 'iso-2022-jp',
	GB18030: 'gb18030',
	Big5: 'big5',
	'EUC-KR': 'euc-kr',
	'KOI8-R': 'koi8-r',
	'windows-1250': 'windows-1250',
	'windows-1251': 'windows-1251',
	'windows-1253': 'windows-1253',
	'windows-1254': 'windows-1254',
	'windows-1255': 'windows-1255',
	'windows-1256': 'windows-1256',
	'ISO-8859-2': 'iso-8859-2',
	'ISO-8859-5': 'iso-8859-5',
	'ISO-8859-7': 'iso-8859-7',
	'ISO-8859-8': 'iso-8859-8'
};

/** Control characters that no text has: what lies between the line ends and the blanks, and what is used by terminals. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** With this character DOS ended a text. */
const DOS_END = '\u001a';

/**
 * The text of a file whose encoding nobody states: what its byte order mark says, else UTF-8, else UTF-16 if every other byte speaks for it, else
 * what the letters look like, else windows-1252. The mark and the end of DOS go, and line ends become `\n`; U+2028 and U+2029 stay.
 *
 * @returns undefined if it is no text: it holds control characters that no text has.
 */
export async function decodeText(bytes: Uint8Array): Promise<string | undefined> {
	const read = await decoded(bytes);
	const text = read?.endsWith(DOS_END) === true ? read.slice(0, -1) : read;
	if (text === undefined || CONTROLS.test(text)) return undefined;
	return text.replaceAll(/\r\n?/g, '\n').toWellFormed();
}

async function decoded(bytes: Uint8Array): Promise<string | undefined> {
	if (beginsWith(bytes, UTF8_MARK)) return new TextDecoder('utf-8').decode(bytes);
	if (beginsWith(bytes, UTF16_LITTLE_MARK)) return new TextDecoder('utf-16le').decode(bytes);
	if (beginsWith(bytes, UTF16_BIG_MARK)) return new TextDecoder('utf-16be').decode(bytes);
	// In no other encoding of texts is there a NUL.
	if (bytes.includes(0)) return unmarkedUtf16(bytes);
	const utf8 = strictly('utf-8', bytes);
	if (utf8 !== undefined && !utf8.includes('\u001b$')) return utf8;
	return strictly(await encodingOf(bytes), bytes) ?? new TextDecoder('windows-1252').decode(bytes);
}

/** By where the NULs are: characters of the West, blanks and line ends have theirs all on one side. */
function unmarkedUtf16(bytes: Uint8Array): string | undefined {
	if (bytes.length % 2 !== 0) return undefined;
	let odd = 0;
	let even = 0;
	for (const [index, byte] of bytes.entries()) {
		if (byte !== 0) continue;
		if (index % 2 === 0) even += 1;
		else odd += 1;
	}
	return strictly(odd > even ? 'utf-16le' : 'utf-16be', bytes);
}

async function encodingOf(bytes: Uint8Array): Promise<string> {
	const head = bytes.subarray(0, DETECTED_BYTES);
	const foreign = head.reduce((count, byte) => count + (byte >= 0x80 || byte === ESCAPE ? 1 : 0), 0);
	if (foreign < MIN_FOREIGN_BYTES || foreign < head.length * MIN_FOREIGN_SHARE) return 'windows-1252';
	const isOtherScript = foreign >= head.length * MIN_OTHER_SCRIPT_SHARE || head.includes(ESCAPE);
	const { analyse } = await import('chardet');
	for (const { name } of analyse(head)) {
		const encoding = DETECTABLE[name];
		if (encoding !== undefined && (isOtherScript || LATIN.has(name))) return encoding;
		if (/^(?:windows-1252|ISO-8859-1)$/.test(name)) return 'windows-1252';
	}
	return 'windows-1252';
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch (failure) {
		if (!(failure instanceof TypeError)) throw failure;
		return undefined;
	}
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
	return mark.every((byte, index) => bytes[index] === byte);
}
