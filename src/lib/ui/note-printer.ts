import type { Root } from 'hast';
import { MAX_RENDERED_LENGTH, MAX_SLICED_LENGTH } from '$lib/markup/limits.js';
import type * as PrintSheet from '$lib/markup/print-sheet.js';
import { Renderer } from '$lib/markup/renderer.js';
import { directionOf } from '$lib/util/direction.js';
import './print-sheet.css';

/** Loaded when it is needed first. */
type SheetMaker = typeof PrintSheet;

/** What is printed: the whole text, and the name that the browser gives to a PDF. */
export interface Printed {
	readonly markdown: string;
	readonly title: string;
}

export interface NotePrinterOptions {
	readonly printed: () => Printed;
	/** About how long the text is, in UTF-16 units. */
	readonly length: () => number;
	/** The person pressed the keys for printing: `print()` is to be called. */
	readonly onWish: () => void;
	/** The browser's own menu printed the text as it is written: how it looks was not known in time. */
	readonly onAsWritten: () => void;
}

/** A text and what it looks like, as far as that is known. */
interface Prepared {
	readonly markdown: string;
	readonly tree: Root | undefined;
}

/**
 * Prints a note by a sheet beside the page, which the browser shows on paper only: the editor has the lines in sight and no others.
 * The browser does not wait for it: what the text looks like has to be known before. The sheet goes when the person is back.
 */
export class NotePrinter {
	#maker: SheetMaker | undefined;
	#prepared: Prepared | undefined;
	#preparing: Promise<void> | undefined;
	#printing: Promise<boolean> | undefined;
	#isLeft = false;
	#isPrinting = false;
	#isAsWritten = false;
	#clear: (() => void) | undefined;

	constructor(private readonly options: NotePrinterOptions) {}

	/** Keeps watch for printing, until the returned function is called. */
	watch(): () => void {
		const end = new AbortController();
		const { signal } = end;
		this.#isLeft = false;
		addEventListener('beforeprint', () => this.#show(), { signal });
		addEventListener('keydown', (event) => this.#onKey(event), { signal });
		// The browser's own menu does not wait. Whoever goes there leaves the page first.
		const ready = () => {
			if (!this.#isPrinting) void this.#prepare();
		};
		addEventListener('blur', ready, { signal });
		const leave = ({ pointerType }: PointerEvent) => {
			// A finger leaves whenever it is lifted.
			if (pointerType === 'mouse') ready();
		};
		document.documentElement.addEventListener('pointerleave', leave, { signal });
		return () => {
			end.abort();
			this.#isLeft = true;
			this.#clear?.();
		};
	}

	/**
	 * Opens the browser's dialog, for the text as it is now; once, however often it is asked for meanwhile, and not after the note was left: to
	 * find out how a long one looks may take minutes.
	 *
	 * @returns whether the text is printed as it is written, as it took too long to find out how it looks.
	 */
	print(): Promise<boolean> {
		this.#printing ??= this.#print().finally(() => (this.#printing = undefined));
		return this.#printing;
	}

	async #print(): Promise<boolean> {
		// What is being prepared may be an earlier text.
		await this.#preparing;
		await this.#prepare(MAX_SLICED_LENGTH);
		if (this.#isLeft) return false;
		this.#isPrinting = true;
		try {
			window.print();
		} finally {
			this.#isPrinting = false;
		}
		return this.#isAsWritten;
	}

	/** Finds out what the text looks like, once for each text; never throws. A longer one takes too long to be rendered for nothing. */
	#prepare(atMost = MAX_RENDERED_LENGTH): Promise<void> {
		this.#preparing ??= this.#render(atMost)
			.catch((error: unknown) => console.warn('the note is printed as written', error))
			.finally(() => (this.#preparing = undefined));
		return this.#preparing;
	}

	async #render(atMost: number): Promise<void> {
		const { printed, length } = this.options;
		// To read a long text takes time, too.
		const markdown = length() > atMost ? undefined : printed().markdown;
		if (this.#prepared?.markdown === markdown) return;
		this.#prepared = undefined;
		if (markdown === undefined) return;
		this.#maker ??= await import('$lib/markup/print-sheet.js');
		this.#prepared = { markdown, tree: await new Renderer().sheet(markdown) };
	}

	#onKey(event: KeyboardEvent): void {
		// The editor has its own use for it on a Mac.
		if (event.defaultPrevented) return;
		if (event.key.toLowerCase() !== 'p' || event.shiftKey || event.altKey) return;
		if (!(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		this.options.onWish();
	}

	#content(markdown: string): Node | undefined {
		if (this.#maker === undefined || this.#prepared?.markdown !== markdown) return undefined;
		const { tree } = this.#prepared;
		return tree && this.#maker.sheetContent(tree);
	}

	#show(): void {
		this.#clear?.();
		const { markdown: now, title } = this.options.printed();
		// Others may have written while it was found out how the text looks: that is the text that was to be printed.
		const markdown = (this.#isPrinting ? this.#prepared?.markdown : undefined) ?? now;
		const sheet = document.createElement('article');
		sheet.className = 'print-sheet perch-document';
		// Not "auto": a browser would ask all that stands in it anew for each part that comes in.
		sheet.dir = directionOf(markdown) ?? 'ltr';
		const style = this.#maker?.sheetStyle();
		const content = this.#content(markdown);
		this.#isAsWritten = content === undefined;
		if (this.#isAsWritten && !this.#isPrinting) this.options.onAsWritten();
		sheet.append(content ?? asWritten(markdown));
		document.body.append(sheet);
		if (style !== undefined) document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
		const pageTitle = document.title;
		document.title = title;

		const back = new AbortController();
		this.#clear = () => {
			back.abort();
			this.#clear = undefined;
			sheet.remove();
			document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== style);
			if (document.title === title) document.title = pageTitle;
		};
		// Not `afterprint`: phones say it before they have made the pages.
		for (const sign of ['pointerdown', 'keydown', 'pointermove'])
			addEventListener(sign, () => this.#clear?.(), { signal: back.signal });
	}
}

function asWritten(markdown: string): HTMLElement {
	const text = document.createElement('div');
	text.style.whiteSpace = 'pre-wrap';
	text.textContent = markdown;
	return text;
}
