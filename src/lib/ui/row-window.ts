/** One row that is in the page, and the empty space above it, in CSS pixels, that stands for the rows left out. */
export interface PlacedRow {
	readonly index: number;
	readonly gap: number;
}

/** The rows that are in the page, in order, and the empty space below the last of them. */
export interface RowWindow {
	readonly rows: readonly PlacedRow[];
	readonly below: number;
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
 * them there, and `kept`, such as the one with the focus, wherever it is.
 */
export function rowWindow(
	offsets: RowOffsets,
	view: ViewPort,
	margin: number,
	kept: readonly number[] = []
): RowWindow {
	const { count } = offsets;
	if (count === 0) return { rows: [], below: 0 };
	const first = offsets.rowAt(view.top - margin);
	const last = offsets.rowAt(view.top + view.height + margin);
	const indices = new Set(kept.filter((index) => index >= 0 && index < count));
	for (let index = first; index <= last; index += 1) indices.add(index);
	const rows: PlacedRow[] = [];
	let end = 0;
	for (const index of [...indices].sort((a, b) => a - b)) {
		rows.push({ index, gap: offsets.at(index) - end });
		end = offsets.at(index + 1);
	}
	return { rows, below: offsets.at(count) - end };
}
