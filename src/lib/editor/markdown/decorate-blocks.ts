import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import type { PreviewLabels } from './labels.js';
import { MAX_SHOWN_DEPTH, MAX_TASK_NAME } from './limits.js';
import { ListNumbers } from './list-numbers.js';
import type { Marks } from './marks.js';
import { Bullet, ItemNumber, Rule, TaskBox } from './widgets.js';

const HEADING = /^(?:ATX|Setext)Heading([1-6])$/;
/** A dash below a paragraph may become an item; only a line of them is meant as a heading's. */
const MIN_UNDERLINE = 3;
const QUOTE_MARKS = /^(?:[ \t]*>[ \t]?)*/;

/** How deep in quotes and lists each line stands: known when all that contains it has been seen. */
export class ListDepths {
	readonly #lists = new Map<number, number>();
	readonly #quotes = new Map<number, number>();
	#list = 0;
	#quote = 0;

	readonly numbers: ListNumbers;

	constructor(private readonly marks: Marks) {
		this.numbers = new ListNumbers(marks);
	}

	enterItem(node: SyntaxNodeRef): void {
		this.#list += 1;
		for (const { from } of this.marks.lines(node)) this.#lists.set(from, this.#list);
	}

	enterQuote(node: SyntaxNodeRef): void {
		this.#quote += 1;
		for (const { from } of this.marks.lines(node)) this.#quotes.set(from, this.#quote);
	}

	leave(name: string): void {
		if (name === 'ListItem') this.#list -= 1;
		if (name === 'Blockquote') this.#quote -= 1;
	}

	/** Indents by the look what is indented by spaces in the text. */
	finish(): void {
		for (const [at, depth] of this.#quotes) this.marks.markLine(at, 'pm-quote', shown('pm-quote', depth));
		for (const [at, depth] of this.#lists) {
			const { from, text } = this.marks.state.doc.lineAt(at);
			if (text.trim() === '') continue;
			const start = QUOTE_MARKS.exec(text)?.[0].length ?? 0;
			const spaces = /^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0;
			// Text that is not set in belongs to the item above by the letter of Markdown alone.
			if (spaces === 0 && !this.marks.hasClass(from, 'pm-item')) continue;
			this.marks.markLine(at, 'pm-in-list', shown('pm-list', depth));
			const indent = this.marks.hasClass(from, 'pm-code') ? Math.min(spaces, 2 * depth) : spaces;
			const stretch = { from: from + start, to: from + start + indent };
			if (!this.marks.touches({ from: stretch.from, to: stretch.to - 1 }))
				this.marks.hide(stretch.from, stretch.to);
		}
	}
}

/** Decorates one block and the marks that begin its lines. */
export function decorateBlock(
	marks: Marks,
	depths: ListDepths,
	node: SyntaxNodeRef,
	labels: PreviewLabels
): void {
	const { name, from, to } = node;
	switch (name) {
		case 'ListItem':
			depths.enterItem(node);
			if (from >= marks.within.from) decorateItem(marks, depths.numbers, node.node, labels);
			break;
		case 'Blockquote':
			depths.enterQuote(node);
			break;
		case 'QuoteMark':
			if (!marks.touchesLine(from)) marks.hide(from, to + (isSpace(marks, to) ? 1 : 0));
			break;
		case 'FencedCode':
			decorateFence(marks, node.node);
			break;
		case 'HTMLBlock':
		case 'CommentBlock':
			for (const line of marks.lines(node)) marks.markLine(line.from, 'pm-html');
			break;
		case 'HorizontalRule':
			if (marks.touchesLine(from)) break;
			marks.markLine(from, 'pm-rule-line');
			marks.replace(from, to, new Rule());
			break;
		default:
			if (HEADING.test(name)) decorateHeading(marks, node.node);
	}
}

function decorateHeading(marks: Marks, node: SyntaxNode): void {
	const level = HEADING.exec(node.name)?.[1] ?? '';
	const heads = node.getChildren('HeaderMark');
	const isUnderlined = node.name.startsWith('Setext');
	const [underline] = isUnderlined ? heads : [];
	if (underline !== undefined && underline.to - underline.from < MIN_UNDERLINE) return;
	const end = underline === undefined ? node.to : underline.from - 1;
	for (const { from } of marks.lines({ from: node.from, to: end })) {
		marks.markLine(from, 'pm-heading', `pm-h${level}`);
		if (from === 0) marks.markLine(from, 'pm-first');
	}
	if (underline !== undefined) {
		marks.markLine(underline.from, 'pm-underline');
		return;
	}
	const [open, close] = heads;
	if (open === undefined || marks.touchesLine(node.from)) return;
	const text = marks.text(open.to, close?.from ?? node.to);
	if (text.trim() === '') return;
	marks.hide(open.from, open.to + text.length - text.trimStart().length);
	if (close !== undefined) marks.hide(close.from - (text.length - text.trimEnd().length), close.to);
}

function decorateItem(marks: Marks, numbers: ListNumbers, node: SyntaxNode, labels: PreviewLabels): void {
	const mark = node.getChild('ListMark');
	if (mark === null || !isSpace(marks, mark.to)) return;
	marks.markLine(mark.from, 'pm-item');
	const isOrdered = node.parent?.name === 'OrderedList';
	const box = node.getChild('Task')?.getChild('TaskMarker');
	if (box && isSpace(marks, box.to)) {
		const isDone = /x/i.test(marks.text(box.from, box.to));
		const { to: lineEnd } = marks.state.doc.lineAt(box.to);
		if (isDone) marks.mark(box.to + 1, lineEnd, 'pm-done');
		const stretch = { from: isOrdered ? box.from : mark.from, to: box.to };
		if (marks.touches(stretch)) {
			marks.mark(stretch.from, stretch.to + 1, 'pm-marker');
		} else {
			const name = marks.text(box.to + 1, Math.min(lineEnd, box.to + 1 + MAX_TASK_NAME)).trim();
			marks.replace(
				stretch.from,
				stretch.to + 1,
				new TaskBox(isDone, name === '' ? labels.task : name, marks.state.readOnly)
			);
			if (!isOrdered) return;
		}
		if (!isOrdered) return;
	}
	const isNumber = isOrdered || marks.touches(mark);
	if (isNumber) marks.mark(mark.from, mark.to + 1, isOrdered ? 'pm-marker pm-number' : 'pm-marker');
	else marks.replace(mark.from, mark.to + 1, new Bullet());
	if (isOrdered && !marks.touches(mark)) decorateNumber(marks, mark, numbers.of(node));
}

function decorateNumber(marks: Marks, mark: SyntaxNode, number: number | undefined): void {
	const written = marks.text(mark.from, mark.to - 1);
	if (number === undefined || number <= Number(written)) return;
	marks.replace(mark.from, mark.to - 1, new ItemNumber(number));
}

/** A code block of many sections comes in pieces: the first has the opening marks, the last the closing ones. */
function decorateFence(marks: Marks, node: SyntaxNode): void {
	const { doc } = marks.state;
	const found = node.getChildren('CodeMark');
	const isFirst = found[0]?.from === node.from;
	const isLast = found.length > (isFirst ? 1 : 0) || node.to === doc.length;
	for (const { from } of marks.lines(node)) marks.markLine(from, 'pm-code');
	if (isFirst && isWithin(marks, node.from)) marks.markLine(node.from, 'pm-code-first');
	if (isLast && isWithin(marks, node.to)) marks.markLine(node.to, 'pm-code-last');
	for (const mark of found) {
		if (!isWithin(marks, mark.from)) continue;
		marks.markLine(mark.from, 'pm-fence');
		if (!marks.touches({ from: doc.lineAt(node.from).from, to: node.to })) marks.hide(mark.from, mark.to);
	}
}

function isWithin({ within }: Marks, at: number): boolean {
	return at >= within.from && at <= within.to;
}

function isSpace(marks: Marks, at: number): boolean {
	return /^[ \t]$/.test(marks.text(at, at + 1));
}

function shown(name: string, depth: number): string {
	return `${name}-${Math.min(depth, MAX_SHOWN_DEPTH)}`;
}
