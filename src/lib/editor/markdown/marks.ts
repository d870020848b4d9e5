import type { EditorState, Line, Range } from '@codemirror/state';
import { Decoration, type WidgetType } from '@codemirror/view';

/** A stretch of the text, in UTF-16 units. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

const hidden = Decoration.replace({});

/** Gathers what a stretch of whole lines is decorated with. Every decoration stays within one line. */
export class Marks {
	/** What the reader does not see of the text, in order of finding. */
	readonly hidden: Stretch[] = [];
	readonly #marks: Range<Decoration>[] = [];
	readonly #lineClasses = new Map<number, Set<string>>();

	/** @param touched What the person's selections cover; nothing where nobody writes. */
	constructor(
		readonly state: EditorState,
		readonly within: Stretch,
		private readonly touched: readonly Stretch[]
	) {}

	/** Whether a selection reaches into a stretch or stands at its edge. */
	touches({ from, to }: Stretch): boolean {
		return this.touched.some((it) => it.from <= to && it.to >= from);
	}

	/** Whether a selection touches the line that a place is in. */
	touchesLine(at: number): boolean {
		return this.touches(this.state.doc.lineAt(at));
	}

	/** The lines of a stretch that are decorated in this go. */
	*lines({ from, to }: Stretch): Generator<Line> {
		const end = Math.min(to, this.within.to);
		for (let at = Math.max(from, this.within.from); at <= end;) {
			const line = this.state.doc.lineAt(at);
			yield line;
			at = line.to + 1;
		}
	}

	text(from: number, to: number): string {
		return this.state.doc.sliceString(from, to);
	}

	hide(from: number, to: number): void {
		if (from >= to) return;
		this.hidden.push({ from, to });
		this.#marks.push(hidden.range(from, to));
	}

	replace(from: number, to: number, widget: WidgetType): void {
		this.hidden.push({ from, to });
		this.#marks.push(Decoration.replace({ widget }).range(from, to));
	}

	/** Puts something behind a place that is no part of the text. */
	insert(at: number, widget: WidgetType): void {
		this.#marks.push(Decoration.widget({ widget, side: 1 }).range(at));
	}

	/** Gives a class to a stretch, line by line. */
	mark(from: number, to: number, name: string, attributes: Record<string, string> = {}): void {
		const decoration = Decoration.mark({ class: name, attributes });
		for (const line of this.lines({ from, to })) {
			const start = Math.max(from, line.from);
			const end = Math.min(to, line.to);
			if (start < end) this.#marks.push(decoration.range(start, end));
		}
	}

	markLine(at: number, ...names: string[]): void {
		const { from } = this.state.doc.lineAt(at);
		const classes = this.#lineClasses.get(from) ?? new Set();
		for (const name of names) classes.add(name);
		this.#lineClasses.set(from, classes);
	}

	hasClass(lineFrom: number, name: string): boolean {
		return this.#lineClasses.get(lineFrom)?.has(name) ?? false;
	}

	/** Everything gathered, in no order. */
	all(): Range<Decoration>[] {
		const lines = [...this.#lineClasses].map(([from, classes]) =>
			Decoration.line({ class: [...classes].join(' ') }).range(from)
		);
		return [...lines, ...this.#marks];
	}
}
