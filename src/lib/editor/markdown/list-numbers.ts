import { Tree, type SyntaxNode } from '@lezer/common';
import { sectionType, unseenType } from './known-sections.js';
import { MAX_COUNTED_LENGTH } from './limits.js';
import type { Marks } from './marks.js';

/** The items of a list, or of the piece of one that is in a section, counted by themselves. */
interface Counted {
	/** Where the items begin, from the beginning of the list on. */
	readonly starts: readonly number[];
	readonly numbers: readonly number[];
}

/** What stands before the piece of a list that is in a section. */
interface Origin {
	/** Where the list begins. */
	readonly from: number;
	/** The number of the item before. */
	readonly before: number;
}

/** Numbers of items have no more digits. */
const MAX_DIGITS = 9;

/** A tree that is kept stands for the same text, wherever that has moved. */
const known = new WeakMap<Tree, Counted>();

/** Counts the items of numbered lists, also of those that the borders of sections cut. */
export class ListNumbers {
	readonly #origins = new Map<number, Origin | undefined>();

	constructor(private readonly marks: Marks) {}

	/**
	 * The number that an item is to be shown with: as it is written, but more than that of the item before it. Undefined further
	 * behind the beginning of its list than lists are counted.
	 */
	of(item: SyntaxNode): number | undefined {
		const list = item.parent;
		if (list === null) return undefined;
		const origin = this.#originOf(list);
		if (origin === undefined || item.from - origin.from >= MAX_COUNTED_LENGTH) return undefined;
		const { starts, numbers } = this.#counted(list);
		const index = starts.indexOf(item.from - list.from);
		return index < 0 ? undefined : Math.max(numbers[index] ?? 0, origin.before + index + 1);
	}

	#originOf(list: SyntaxNode): Origin | undefined {
		if (!this.#origins.has(list.from)) this.#origins.set(list.from, this.#foundOrigin(list));
		return this.#origins.get(list.from);
	}

	/** Undefined where the list begins too far before, or out of what is parsed, which is further. */
	#foundOrigin(list: SyntaxNode): Origin | undefined {
		const pieces: SyntaxNode[] = [];
		let first = list;
		for (let before = this.#pieceBefore(list); before !== null; before = this.#pieceBefore(first)) {
			if (before === undefined || list.from - before.from >= MAX_COUNTED_LENGTH) return undefined;
			pieces.unshift(before);
			first = before;
		}
		let last = -Infinity;
		for (const piece of pieces) {
			const { numbers } = this.#counted(piece);
			last = Math.max(numbers.at(-1) ?? 0, last + numbers.length);
		}
		return { from: first.from, before: last };
	}

	/** The piece of a list in the section before, null where the list begins here, undefined where nobody knows. */
	#pieceBefore(list: SyntaxNode): SyntaxNode | null | undefined {
		const section = list.parent;
		if (section?.type !== sectionType || section.firstChild?.from !== list.from) return null;
		const before = section.prevSibling;
		if (before?.type === unseenType) return undefined;
		const last = before?.lastChild;
		return last?.name === 'OrderedList' && this.#delimiter(last) === this.#delimiter(list) ? last : null;
	}

	#delimiter(list: SyntaxNode): string {
		const mark = list.firstChild?.getChild('ListMark');
		return mark ? this.marks.text(mark.to - 1, mark.to) : '';
	}

	#counted({ tree, from, to }: SyntaxNode): Counted {
		const before = tree === null ? undefined : known.get(tree);
		if (before !== undefined) return before;
		const text = this.marks.text(from, Math.min(to, from + MAX_COUNTED_LENGTH + MAX_DIGITS));
		const starts: number[] = [];
		if (tree !== null) addItems(tree, 0, starts);
		let last = -Infinity;
		const numbers = starts.map((start) => {
			const written = Number.parseInt(text.slice(start, start + MAX_DIGITS), 10);
			return (last = Math.max(last + 1, written || 0));
		});
		const counted = { starts, numbers };
		if (tree !== null) known.set(tree, counted);
		return counted;
	}
}

/** Adds where the items of a list begin, as far as they are counted. A long one holds them in groups. */
function addItems({ children, positions }: Tree, at: number, starts: number[]): void {
	for (let index = 0; index < children.length; index += 1) {
		const child = children[index];
		const start = at + (positions[index] ?? 0);
		if (start >= MAX_COUNTED_LENGTH) return;
		if (!(child instanceof Tree)) continue;
		if (child.type.isAnonymous) addItems(child, start, starts);
		else if (child.type.name === 'ListItem') starts.push(start);
	}
}
