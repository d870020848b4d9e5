const ASCII = /^[\0-\x7f]*$/;

/** Accents, points and vowel signs that people leave out when they search: of Latin, Greek, Cyrillic, Hebrew and Arabic, and no others. */
const MARKS = new RegExp(
	// eslint-disable-next-line no-misleading-character-class -- each of them is meant by itself
	[
		'[\\u0300-\\u036f]',
		'[\\u0483-\\u0487]',
		'[\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7]',
		'[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670]',
		'[\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f]'
	].join('|'),
	'g'
);

/** Letters that Unicode does not take apart, as they are written where a keyboard lacks them. */
const LETTERS: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ł: 'l',
	ħ: 'h',
	ı: 'i',
	ς: 'σ',
	'’': "'",
	'‘': "'",
	'“': '"',
	'”': '"'
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** A text as it is searched: without case, accents and the ways of writing one character. Line ends stay as they are. */
export function fold(text: string): string {
	if (ASCII.test(text)) return text.toLowerCase();
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(MARKS, '')
		.replace(LETTER, (letter) => LETTERS[letter] ?? letter);
}

/** A folded text that knows where each of its units came from. */
export interface FoldedLine {
	readonly text: string;
	/** Where the character begins, in UTF-16 units of the text that was folded, of which a unit is a part; one more than there are units. */
	readonly from: readonly number[];
}

/** Folds a text, character by character. It takes longer than `fold`, unless all is ASCII. */
export function foldLine(line: string): FoldedLine {
	if (ASCII.test(line)) {
		return { text: line.toLowerCase(), from: Array.from({ length: line.length + 1 }, (_, at) => at) };
	}
	const parts: string[] = [];
	const from: number[] = [];
	let at = 0;
	for (const character of line) {
		const folded = fold(character);
		parts.push(folded);
		for (let unit = 0; unit < folded.length; unit += 1) from.push(at);
		at += character.length;
	}
	from.push(at);
	return { text: parts.join(''), from };
}
