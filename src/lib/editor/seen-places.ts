import type { ChangeDesc } from '@codemirror/state';
import type { Stretch } from './splice.js';

/**
 * What of a text has been marked and looked at while other marks are left: it is not to be marked again. What is written into it or deleted at
 * it later is. It never changes: what it becomes is another one.
 */
export class SeenPlaces {
	static readonly none = new SeenPlaces([], []);

	/**
	 * @param stretches Ascending and apart from each other; an empty one is where something was deleted.
	 * @param cuts Where others have deleted something beyond a seen stretch since that was seen.
	 */
	private constructor(
		private readonly stretches: readonly Stretch[],
		private readonly cuts: readonly number[]
	) {}

	/** These and what else has been looked at. */
	and(seen: readonly Stretch[]): SeenPlaces {
		if (seen.length === 0) return this;
		const cuts = this.cuts.filter((cut) => !seen.some((stretch) => touches(stretch, cut)));
		return new SeenPlaces(joined([...this.stretches, ...seen]), cuts);
	}

	/** Where they are after changes of the text, by others or by oneself. */
	after(changes: ChangeDesc, byOthers: boolean): SeenPlaces {
		if (this.stretches.length === 0) return this;
		const written: Stretch[] = [];
		const deletedAt: number[] = [];
		changes.iterChangedRanges((fromA, toA, fromB, toB) => {
			if (toB > fromB) written.push({ from: fromB, to: toB });
			const wasSeen = this.stretches.some(({ from, to }) => from <= fromA && toA <= to);
			if (byOthers && toA > fromA && !wasSeen) deletedAt.push(fromB);
		}, true);
		const moved = this.stretches.flatMap(({ from, to }) => {
			// What one writes oneself is never marked: it may be taken for seen.
			if (!byOthers) return [{ from: changes.mapPos(from, -1), to: changes.mapPos(to, 1) }];
			const start = changes.mapPos(from, 1);
			const stretch = { from: start, to: Math.max(start, changes.mapPos(to, -1)) };
			return isEmpty(stretch) ? [stretch] : without(stretch, written);
		});
		const stretches = joined(moved);
		const cuts = [...this.cuts.map((cut) => changes.mapPos(cut)), ...deletedAt];
		const kept = cuts.filter((cut) => stretches.some((stretch) => touches(stretch, cut)));
		return new SeenPlaces(stretches, [...new Set(kept)]);
	}

	/** What of a changed place is still to be looked at, ascending; an empty stretch is where something was deleted. */
	unseenOf(change: Stretch): readonly Stretch[] {
		const parts = without(change, this.stretches);
		const deleted = this.cuts.filter(
			(cut) => touches(change, cut) && !parts.some((part) => touches(part, cut))
		);
		return [...parts, ...deleted.map((cut) => ({ from: cut, to: cut }))].sort((a, b) => a.from - b.from);
	}
}

function isEmpty({ from, to }: Stretch): boolean {
	return from === to;
}

function touches({ from, to }: Stretch, at: number): boolean {
	return from <= at && at <= to;
}

/** What is left of a stretch without others; of an empty one nothing, if another touches it. */
function without(stretch: Stretch, others: readonly Stretch[]): Stretch[] {
	if (isEmpty(stretch)) {
		return others.some((other) => touches(other, stretch.from)) ? [] : [stretch];
	}
	const parts: Stretch[] = [];
	let from = stretch.from;
	for (const other of others) {
		if (other.to <= from || other.from >= stretch.to) continue;
		if (other.from > from) parts.push({ from, to: other.from });
		from = Math.max(from, other.to);
	}
	if (from < stretch.to) parts.push({ from, to: stretch.to });
	return parts;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
	const apart: Stretch[] = [];
	for (const next of [...stretches].sort((a, b) => a.from - b.from || a.to - b.to)) {
		const last = apart.at(-1);
		if (last === undefined || last.to < next.from) apart.push(next);
		else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
	}
	return apart;
}
