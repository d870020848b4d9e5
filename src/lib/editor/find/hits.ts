import type { ChangeDesc } from '@codemirror/state';
import type { Places } from './search-text.js';

/** A hit, in UTF-16 units of the text. */
export interface Hit {
	readonly from: number;
	readonly to: number;
}

/** Hits in the order of their places. None overlaps another. */
export class Hits {
	static readonly none = new Hits(new Uint32Array());

	constructor(readonly places: Places) {}

	get count(): number {
		return this.places.length / 2;
	}

	at(index: number): Hit | undefined {
		const from = this.places[2 * index];
		const to = this.places[2 * index + 1];
		return from === undefined || to === undefined ? undefined : { from, to };
	}

	/** The index of the first hit that ends behind a place; `count` if there is none. */
	firstBehind(place: number): number {
		let [low, high] = [0, this.count];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.places[2 * middle + 1] ?? 0) > place) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** The index of the first hit that begins at a place or behind it; `count` if there is none. */
	firstFrom(place: number): number {
		const index = this.firstBehind(place);
		return (this.places[2 * index] ?? Infinity) < place ? index + 1 : index;
	}

	/** The index of a hit, or -1. */
	indexOf({ from, to }: Hit): number {
		const index = this.firstFrom(from);
		return this.places[2 * index] === from && this.places[2 * index + 1] === to ? index : -1;
	}

	/** The hits that reach into a stretch. */
	*within({ from, to }: Hit): Generator<Hit> {
		for (let index = this.firstBehind(from); index < this.count; index += 1) {
			const hit = this.at(index);
			if (hit === undefined || hit.from >= to) return;
			yield hit;
		}
	}

	/** Where they stand after a change; `keep` is told which they were. Those that the change reaches into are hits no more. */
	through(changes: ChangeDesc, keep?: (index: number) => void): Hits {
		const { places, count } = this;
		if (count === 0 || (changes.empty && keep === undefined)) return this;
		const moved = new Uint32Array(places.length);
		let [at, kept, shift] = [0, 0, 0];
		const keepTo = (place: number): void => {
			for (; at < count && (places[2 * at + 1] ?? 0) <= place; at += 1) {
				moved[kept++] = (places[2 * at] ?? 0) + shift;
				moved[kept++] = (places[2 * at + 1] ?? 0) + shift;
				keep?.(at);
			}
		};
		changes.iterChangedRanges((fromA, toA, _fromB, toB) => {
			keepTo(fromA);
			while (at < count && (places[2 * at] ?? 0) < toA) at += 1;
			shift = toB - toA;
		}, true);
		keepTo(Infinity);
		return new Hits(moved.slice(0, kept));
	}
}
