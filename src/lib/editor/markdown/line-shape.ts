/** A line taken apart: `quote + indent + mark + box + text`. The parts together are the line. */
export interface LineShape {
	/** All of its "> ". */
	readonly quote: string;
	readonly indent: string;
	/** An item's mark with the space behind it, such as "- " or "12. "; empty where the line begins none. */
	readonly mark: string;
	/** A task's box with the space behind it. */
	readonly box: string;
	readonly text: string;
}

export type ItemKind = 'bullet' | 'ordered' | 'task';

/** A task's box: of several signs where people pressed it at the same time. It is ticked if one of them is an x. As a pattern. */
export const BOX = String.raw`\[[ xX]+\]`;

const SHAPE = new RegExp(
	String.raw`^((?:[ \t]*>[ \t]?)*)([ \t]*)(?:((?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))(${BOX}(?:[ \t]+|$))?)?`
);
const RULE = /^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const NUMBER = /^(\d+)([.)])/;
const TAB_WIDTH = 4;

export function shapeOf(line: string): LineShape {
	const [whole = '', quote = '', indent = '', mark = '', box = ''] = SHAPE.exec(line) ?? [];
	if (mark !== '' && RULE.test(line.slice(quote.length))) {
		return { quote, indent, mark: '', box: '', text: line.slice(quote.length + indent.length) };
	}
	return { quote, indent, mark, box, text: line.slice(whole.length) };
}

/** How long the part before the text is, in UTF-16 units. */
export function prefixLength({ quote, indent, mark, box }: LineShape): number {
	return quote.length + indent.length + mark.length + box.length;
}

/** How far an item is set in, in columns. */
export function indentWidth({ indent }: LineShape): number {
	return indent.replaceAll('\t', ' '.repeat(TAB_WIDTH)).length;
}

/** The columns at which what belongs to an item begins. */
export function contentColumn(shape: LineShape): number {
	return indentWidth(shape) + shape.mark.trimEnd().length + 1;
}

export function isItem({ mark }: LineShape): boolean {
	return mark !== '';
}

export function kindOf({ mark, box }: LineShape): ItemKind | undefined {
	if (mark === '') return undefined;
	if (box !== '') return 'task';
	return numberOf(mark) === undefined ? 'bullet' : 'ordered';
}

/** The number in an item's mark, or undefined if it has none. */
export function numberOf(mark: string): number | undefined {
	const digits = NUMBER.exec(mark)?.[1];
	return digits === undefined ? undefined : Number(digits);
}

/** The mark of an item that follows one with `mark`. */
export function nextMark(mark: string): string {
	return (
		mark.replace(NUMBER, (_, digits: string, end: string) => `${Number(digits) + 1}${end}`).trimEnd() + ' '
	);
}
