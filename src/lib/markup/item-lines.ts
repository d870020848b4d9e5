import { FENCE_MARKS, fenceWith, type OpenFence } from './fences.js';

/** A quote, or an item by how many columns its words are set in. */
type Container = 'quote' | number;

const FENCE = new RegExp(`(${FENCE_MARKS})(.*)`, 'y');
const ITEM = /(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/y;
/** An item that may begin where a paragraph would go on. */
const ENDING_ITEM = /(?:[-*+]|1[.)])(?=[ \t]+\S)/y;
const UNDERLINE = /(?:=+|-+)[ \t]*$/y;
const RULE = /([-*_])[ \t]*(?:\1[ \t]*){2,}$/y;
const HEADING = /#{1,6}(?:[ \t]|$)/y;

/** What is set in further is code, or goes on with a paragraph. */
const MAX_INDENT = 3;
/** As CommonMark has it. */
const TAB = 4;
/** What lies deeper is taken for words: each line is looked at as often as it lies deep. */
const MAX_DEPTH = 100;

/** Goes through the lines of a Markdown text from the first on and tells which of them begin items, by CommonMark but for HTML. */
export class ItemLines {
	#containers: Container[] = [];
	#fence: OpenFence = '';
	#isParagraph = false;

	/** Where in the next line the words of an item begin; undefined if it begins none, or is code. */
	next(line: string): number | undefined {
		const at = new Cursor(line);
		const matched = this.#match(at);
		if (this.#fence !== '' && matched === this.#containers.length) {
			const [, marks = '', rest = ''] = at.indent > MAX_INDENT ? [] : (at.take(FENCE) ?? []);
			this.#fence = fenceWith(this.#fence, marks, rest);
			return undefined;
		}
		return this.#begin(at, matched);
	}

	/** Takes the marks of those that the line goes on with. @returns how many these are */
	#match(at: Cursor): number {
		for (const [index, container] of this.#containers.entries()) {
			if (container === 'quote') {
				if (!at.takeQuote()) return index;
			} else if (at.indent >= container) at.skip(container);
			else if (!at.isAtEnd) return index;
		}
		return this.#containers.length;
	}

	#begin(at: Cursor, matched: number): number | undefined {
		const begun: Container[] = [];
		let isRule = false;
		const goesOn = this.#isParagraph && matched === this.#containers.length;
		while (at.indent <= MAX_INDENT && matched + begun.length < MAX_DEPTH) {
			isRule = at.peek(RULE) !== null;
			if (isRule) break;
			const isItem = !at.takeQuote();
			const width = isItem ? at.takeItem(goesOn && begun.length === 0 ? ENDING_ITEM : ITEM) : undefined;
			if (isItem && width === undefined) break;
			begun.push(width ?? 'quote');
		}
		const isSetIn = at.indent > MAX_INDENT;
		const fence = isSetIn ? null : at.peek(FENCE);
		this.#fence = fenceWith('', fence?.[1] ?? '', fence?.[2] ?? '');
		const isHeading = !isSetIn && at.peek(HEADING) !== null;
		const isLine = isRule || isHeading || this.#fence !== '';
		// A paragraph goes on also where what it is in is not marked again.
		const isOfParagraph = this.#isParagraph && begun.length === 0 && !isLine && !at.isAtEnd;
		if (!isOfParagraph) this.#containers = [...this.#containers.slice(0, matched), ...begun];
		const isUnderline = goesOn && isOfParagraph && !isSetIn && at.peek(UNDERLINE) !== null;
		this.#isParagraph = isOfParagraph ? !isUnderline : !isSetIn && !isLine && !at.isAtEnd;
		return isSetIn || typeof begun.at(-1) !== 'number' ? undefined : at.words;
	}
}

/** A place in a line, which may be in the midst of a tab. */
class Cursor {
	#at = 0;
	#column = 0;
	/** Where the next word begins, and its column. */
	#words = 0;
	#wordsColumn = 0;

	constructor(private readonly line: string) {
		this.#findWords();
	}

	/** How many columns are blank from here on. */
	get indent(): number {
		return this.#wordsColumn - this.#column;
	}

	get words(): number {
		return this.#words;
	}

	get isAtEnd(): boolean {
		return this.#words === this.line.length;
	}

	/** Skips so many blank columns. */
	skip(columns: number): void {
		this.#column += columns;
		if (this.indent <= 0) this.#at = this.#words;
	}

	peek(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#words;
		return pattern.exec(this.line);
	}

	take(pattern: RegExp): RegExpExecArray | null {
		const found = this.peek(pattern);
		if (found !== null) this.#goTo(this.#words + found[0].length);
		return found;
	}

	/** Takes the mark of a quote and a blank behind it, if there is one. */
	takeQuote(): boolean {
		if (this.indent > MAX_INDENT || this.line[this.#words] !== '>') return false;
		this.#goTo(this.#words + 1);
		if (this.indent > 0) this.skip(1);
		return true;
	}

	/** Takes the mark of an item and the blanks that belong to it. @returns by how many columns its words are set in, if there is one */
	takeItem(pattern: RegExp): number | undefined {
		const { indent } = this;
		const mark = this.take(pattern)?.[0];
		if (mark === undefined) return undefined;
		const blank = this.isAtEnd || this.indent > MAX_INDENT + 1 ? 1 : this.indent;
		if (!this.isAtEnd) this.skip(blank);
		return indent + mark.length + blank;
	}

	#goTo(at: number): void {
		this.#column = this.#wordsColumn + at - this.#words;
		this.#at = at;
		this.#findWords();
	}

	#findWords(): void {
		let [at, column] = [this.#at, this.#column];
		for (; this.line[at] === ' ' || this.line[at] === '\t'; at += 1)
			column += this.line[at] === '\t' ? TAB - (column % TAB) : 1;
		[this.#words, this.#wordsColumn] = [at, column];
	}
}
