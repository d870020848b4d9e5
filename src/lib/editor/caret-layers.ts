import { EditorSelection, type Extension, type StateField } from '@codemirror/state';
import { layer, RectangleMarker, type EditorView, type LayerMarker, type ViewUpdate } from '@codemirror/view';
import { PERSON_COLOURS, type RemoteCaret } from '../workspace/types.js';

/** A caret of somebody else where it stands now. */
export interface ShownCaret extends RemoteCaret {
	/** How often its owner moved it; typing of others, which only shifts it, does not count. */
	readonly moves: number;
}

type CaretsField = StateField<readonly ShownCaret[]>;

/**
 * Layers over and under the text that draw what is in the field. They stand beside the content and not in it:
 * decorations garble a composition next to them (codemirror/dev#1650), and names would be read out and taken for text.
 */
export function caretLayers(field: CaretsField): Extension {
	// Marks that are hidden or shown move the text of a line without a change of it, also as a composition ends.
	const update = ({ startState, state }: ViewUpdate): boolean =>
		state.field(field).length > 0 || startState.field(field) !== state.field(field);
	return [
		layer({
			above: false,
			class: 'pc-selections',
			update,
			markers: (view) => view.state.field(field).flatMap((caret) => selectionMarkers(view, caret))
		}),
		layer({
			above: true,
			class: 'pc-carets',
			update,
			markers: (view) => view.state.field(field).flatMap((caret) => caretMarkers(view, caret))
		})
	];
}

/** The class that gives a caret its person's colour. */
export function caretClass(colour: number): string {
	return `pc-caret-${Math.abs(Math.trunc(colour)) % PERSON_COLOURS}`;
}

function selectionMarkers(
	view: EditorView,
	{ anchor, head, colour }: ShownCaret
): readonly RectangleMarker[] {
	if (anchor === head) return [];
	const range = EditorSelection.range(anchor, head);
	return RectangleMarker.forRange(view, `pc-selection ${caretClass(colour)}`, range);
}

function caretMarkers(view: EditorView, caret: ShownCaret): readonly CaretMarker[] {
	return RectangleMarker.forRange(view, '', EditorSelection.cursor(caret.head)).map(
		({ left, top, height }) =>
			new CaretMarker(caret, left, top, height, {
				below: top < view.defaultLineHeight,
				toTheLeft: left > view.scrollDOM.clientWidth / 2
			})
	);
}

/** Where the name stands, so that neither the upper edge nor the right one cuts it off. */
interface NamePlace {
	readonly below: boolean;
	readonly toTheLeft: boolean;
}

class CaretMarker implements LayerMarker {
	readonly #caret: ShownCaret;
	readonly #left: number;
	readonly #top: number;
	readonly #height: number;
	readonly #className: string;

	constructor(caret: ShownCaret, left: number, top: number, height: number, { below, toTheLeft }: NamePlace) {
		this.#caret = caret;
		this.#left = left;
		this.#top = top;
		this.#height = height;
		this.#className = [
			'pc-caret',
			caretClass(caret.colour),
			// An animation starts again only under another name.
			caret.moves % 2 === 0 ? 'pc-even' : 'pc-odd',
			...(below ? ['pc-below'] : []),
			...(toTheLeft ? ['pc-left'] : [])
		].join(' ');
	}

	eq(other: CaretMarker): boolean {
		return (
			this.#caret.key === other.#caret.key &&
			this.#caret.name === other.#caret.name &&
			this.#className === other.#className &&
			this.#left === other.#left &&
			this.#top === other.#top &&
			this.#height === other.#height
		);
	}

	draw(): HTMLElement {
		const caret = document.createElement('div');
		caret.append(document.createElement('span'));
		this.#adjust(caret);
		return caret;
	}

	update(dom: HTMLElement, drawn: LayerMarker): boolean {
		if (!(drawn instanceof CaretMarker) || drawn.#caret.key !== this.#caret.key) return false;
		this.#adjust(dom);
		return true;
	}

	#adjust(dom: HTMLElement): void {
		if (dom.className !== this.#className) dom.className = this.#className;
		// Set by script, which a Content-Security-Policy without inline styles permits.
		dom.style.left = `${this.#left}px`;
		dom.style.top = `${this.#top}px`;
		dom.style.height = `${this.#height}px`;
		const name = dom.firstElementChild;
		if (name && name.textContent !== this.#caret.name) name.textContent = this.#caret.name;
	}
}
