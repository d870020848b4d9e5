/** What to look for. */
export interface FindQuery {
	readonly text: string;
	readonly caseSensitive: boolean;
	readonly wholeWord: boolean;
	/** `text` is a regular expression. */
	readonly regexp: boolean;
}

const WORD = '[\\p{L}\\p{N}\\p{M}_]';

/**
 * The pattern of a query, to be used with `lastIndex`; undefined if nothing is looked for. Text is found in either Unicode form (NFC and
 * NFD); `^` and `$` mean lines.
 * @throws SyntaxError if it is no regular expression
 */
export function patternOf(query: FindQuery): RegExp | undefined {
	const { text, caseSensitive, wholeWord, regexp } = query;
	if (text === '') return undefined;
	const source = regexp ? text : literal(text);
	const whole = wholeWord ? `(?<!${WORD})(?:${source})(?!${WORD})` : source;
	const flags = caseSensitive ? 'gm' : 'gim';
	try {
		return new RegExp(whole, `${flags}u`);
	} catch (failure) {
		// Without the flag more is a pattern, such as "\-". A whole word needs it.
		if (!regexp || wholeWord) throw failure;
		return new RegExp(whole, flags);
	}
}

/** Whether a query can be looked for. */
export function isPattern(query: FindQuery): boolean {
	try {
		patternOf(query);
		return true;
	} catch (failure) {
		if (failure instanceof SyntaxError) return false;
		throw failure;
	}
}

function literal(text: string): string {
	const forms = new Set([text, text.normalize('NFC'), text.normalize('NFD')]);
	return [...forms].map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
}

/**
 * What is put in the place of a hit: `replacement` as it is, or for a regular expression with `$1`, `$<name>`, `$&`, `$$`, `\n` and `\t` filled in.
 */
export function replacementFor(hit: RegExpExecArray, replacement: string, regexp: boolean): string {
	if (!regexp) return replacement;
	return replacement.replaceAll(
		/\$(?:([$&])|(\d{1,2})|<([^>]*)>)|\\([nt\\])/g,
		(written, sign: string, number: string, name: string, escaped: string) => {
			if (sign === '$') return '$';
			if (sign === '&') return hit[0];
			if (number) return Number(number) < hit.length ? (hit[Number(number)] ?? '') : written;
			if (name) return hit.groups?.[name] ?? '';
			return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : '\\';
		}
	);
}
