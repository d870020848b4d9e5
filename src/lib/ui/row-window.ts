/** One row that is in the page, and the empty space above it, in CSS pixels, that stands for the rows left out. */
export interface PlacedRow {
	readonly index: number;
	readonly gap: number;
}

/** The rows that are in the page, in order, and the empty space below the last of them. */
export interface RowWindow {
	readonly rows: readonly PlacedRow[];
	readonly below: number;
	/** The first and the last of those in and around what is in sight. */
	readonly range: RowRange;
}

/** Rows from `first` to `last`, which is one of them. */
export interface RowRange {
	readonly first: number;
	readonly last: number;
}

/** The part of a list that is in sight, in CSS pixels from the list's top. */
export interface ViewPort {
	readonly top: number;
	readonly height: number;
}

/** Where each row begins, as far as heights are known; others are taken to have the estimated one. */
export class RowOffsets {
	/** Has one more than there are rows: the last is the height of all. */
	readonly #offsets: Float64Array;

	/** @param heights of rows by index, in CSS pixels; undefined: not known. */
	constructor(
		readonly count: number,
		heightOf: (index: number) => number | undefined,
		estimate: number
	) {
		this.#offsets = new Float64Array(count + 1);
		for (let index = 0, top = 0; index < count; index += 1) {
			top += heightOf(index) ?? estimate;
			this.#offsets[index + 1] = top;
		}
	}

	/** Where a row begins; of `count`, where the last one ends. */
	at(index: number): number {
		return this.#offsets[Math.min(Math.max(0, index), this.count)] ?? 0;
	}

	/** The last row that begins at or above `y`; 0 if there is none. */
	rowAt(y: number): number {
		let low = 0;
		let high = Math.max(0, this.count - 1);
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.at(middle) <= y) low = middle;
			else high = middle - 1;
		}
		return low;
	}
}

/**
 * Which rows are to be in the page: those in sight, those within `margin` pixels of it, so that scrolling and the Tab key find
 * them there, and `kept`, such as the one with the focus, wherever it is. An end of `before`, the range of the same rows at an earlier time, stays
 * while it is between half of the margin and the double: a row comes and goes for more than a few pixels.
 */
export function rowWindow(
	offsets: RowOffsets,
	view: ViewPort,
	margin: number,
	kept: readonly number[] = [],
	before?: RowRange
): RowWindow {
	const { count } = offsets;
	if (count === 0) return { rows: [], below: 0, range: { first: 0, last: -1 } };
	const range = rangeOf(offsets, view, margin, before);
	const indices = new Set(kept.filter((index) => index >= 0 && index < count));
	for (let index = range.first; index <= range.last; index += 1) indices.add(index);
	const rows: PlacedRow[] = [];
	let end = 0;
	for (const index of [...indices].sort((a, b) => a - b)) {
		rows.push({ index, gap: offsets.at(index) - end });
		end = offsets.at(index + 1);
	}
	return { rows, below: offsets.at(count) - end, range };
}

function rangeOf(
	offsets: RowOffsets,
	view: ViewPort,
	margin: number,
	before: RowRange | undefined
): RowRange {
	const firstWithin = (pixels: number) => offsets.rowAt(view.top - pixels);
	const lastWithin = (pixels: number) => offsets.rowAt(view.top + view.height + pixels);
	const staysFirst =
		before !== undefined &&
		before.first <= firstWithin(margin / 2) &&
		before.first >= firstWithin(margin * 2);
	const staysLast =
		before !== undefined && before.last >= lastWithin(margin / 2) && before.last <= lastWithin(margin * 2);
	return {
		first: staysFirst ? before.first : firstWithin(margin),
		last: staysLast ? before.last : lastWithin(margin)
	};
}
