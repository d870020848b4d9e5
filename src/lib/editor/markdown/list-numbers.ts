import type { SyntaxNode } from '@lezer/common';
import type { Marks } from './marks.js';

interface Counted {
	item: SyntaxNode;
	number: number;
}

/** Counts the items of numbered lists, each list once. For items in the order of the text. */
export class ListNumbers {
	readonly #lists = new Map<number, Counted>();

	constructor(private readonly marks: Marks) {}

	/** The number that an item is to be shown with: as it is written, but more than that of the item before it. */
	of(item: SyntaxNode): number | undefined {
		const list = item.parent;
		const first = list?.firstChild;
		if (!list || !first) return undefined;
		const counted = this.#lists.get(list.from) ?? { item: first, number: this.#written(first) };
		this.#lists.set(list.from, counted);
		while (counted.item.from < item.from) {
			const next = counted.item.nextSibling;
			if (next === null) return undefined;
			counted.item = next;
			if (next.name === 'ListItem') counted.number = Math.max(counted.number + 1, this.#written(next));
		}
		return counted.number;
	}

	#written(item: SyntaxNode): number {
		const mark = item.getChild('ListMark');
		return mark === null ? 0 : Number.parseInt(this.marks.text(mark.from, mark.to), 10) || 0;
	}
}
