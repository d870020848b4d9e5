import type { EditorState, Line, Range } from '@codemirror/state';
import { Decoration, type WidgetType } from '@codemirror/view';
import type { Stretch } from '../splice.js';

export type { Stretch };

const hidden = Decoration.replace({});

/** Gathers what a stretch of whole lines is decorated with. Every decoration stays within one line. */
export class Marks {
	/** What the reader does not see of the text, in order of finding. */
	readonly hidden: Stretch[] = [];
	readonly #marks: Range<Decoration>[] = [];
	readonly #lines: Range<Decoration>[] = [];
	readonly #outer: Range<Decoration>[] = [];
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
		this.#markLines(from, to, Decoration.mark({ class: name, attributes }));
	}

	/** Puts a stretch of one line into an element that holds all other decorations of it. */
	wrap(from: number, to: number, name: string, attributes: Record<string, string> = {}): void {
		if (from < to) this.#outer.push(Decoration.mark({ class: name, attributes }).range(from, to));
	}

	/** Decorates the line that begins at a place. */
	decorateLine(lineFrom: number, decoration: Decoration): void {
		this.#lines.push(decoration.range(lineFrom));
	}

	/** A link. Where nobody writes it is the browser's own, with its keys and its menu. */
	link(from: number, to: number, name: string, href: string): void {
		if (!this.state.readOnly) {
			this.mark(from, to, name, { 'data-href': href });
			return;
		}
		const attributes = { href, target: '_blank', rel: 'noopener noreferrer' };
		this.#markLines(from, to, Decoration.mark({ tagName: 'a', class: name, attributes }));
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

	/** What was wrapped, in no order. */
	outer(): readonly Range<Decoration>[] {
		return this.#outer;
	}

	#markLines(from: number, to: number, decoration: Decoration): void {
		for (const line of this.lines({ from, to })) {
			const start = Math.max(from, line.from);
			const end = Math.min(to, line.to);
			if (start < end) this.#marks.push(decoration.range(start, end));
		}
	}

	/** Everything else that was gathered, in no order. */
	all(): Range<Decoration>[] {
		const lines = [...this.#lineClasses].map(([from, classes]) =>
			Decoration.line({ class: [...classes].join(' ') }).range(from)
		);
		return [...lines, ...this.#lines, ...this.#marks];
	}
}
