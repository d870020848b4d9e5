import { EditorSelection, type Extension, type StateField } from '@codemirror/state';
import { layer, type EditorView, type LayerMarker, type ViewUpdate } from '@codemirror/view';
import { PERSON_COLOURS, type RemoteCaret } from '../workspace/types.js';
import { namePlace, type NamePlace } from './caret-name-place.js';
import { boxesInSight } from './clipped-boxes.js';
import { freshen } from './freshness.js';
import { placeAt, sameBox, type LayerBox } from './layer-box.js';
import { SelectionMarker } from './selection-marker.js';

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
	const caretsInSight = (view: EditorView) => view.state.field(field).filter((caret) => inSight(view, caret));
	return [
		layer({
			above: false,
			class: 'pc-selections',
			update,
			markers: (view) => caretsInSight(view).flatMap((caret) => selectionMarkers(view, caret))
		}),
		layer({
			above: true,
			class: 'pc-carets',
			update,
			markers(view) {
				const carets = caretsInSight(view);
				const own = carets.length > 0 ? ownCaret(view) : undefined;
				return carets.flatMap((caret) => caretMarkers(view, own, caret));
			}
		})
	];
}

/** The class that gives a caret its person's colour. */
export function caretClass(colour: number): string {
	return `pc-caret-${Math.abs(Math.trunc(colour)) % PERSON_COLOURS}`;
}

/** Only of what is drawn at all: a long note holds most of its text, and so of its carets, out of sight. */
function inSight(view: EditorView, caret: ShownCaret): boolean {
	const { from, to } = view.viewport;
	return Math.max(caret.anchor, caret.head) >= from && Math.min(caret.anchor, caret.head) <= to;
}

function selectionMarkers(view: EditorView, caret: ShownCaret): readonly SelectionMarker[] {
	const { key, anchor, head, moves } = caret;
	if (anchor === head) return [];
	const boxes = boxesInSight(view, '', EditorSelection.range(anchor, head));
	return [new SelectionMarker(key, `pc-selection ${caretClass(caret.colour)}`, moves, boxes)];
}

function caretMarkers(
	view: EditorView,
	own: LayerBox | undefined,
	caret: ShownCaret
): readonly CaretMarker[] {
	const isFirstLine = caret.head <= view.state.doc.line(1).to;
	return boxesOf(view, caret.head).map((box) => {
		const isUpmost = isFirstLine && box.top < view.defaultLineHeight;
		return new CaretMarker(caret, box, namePlace(box, own, view.scrollDOM.clientWidth, isUpmost));
	});
}

/** One's own caret, as far as one is writing. */
function ownCaret(view: EditorView): LayerBox | undefined {
	return view.hasFocus ? boxesOf(view, view.state.selection.main.head)[0] : undefined;
}

function boxesOf(view: EditorView, offset: number): readonly LayerBox[] {
	const { from, to } = view.viewport;
	if (offset < from || offset > to) return [];
	return boxesInSight(view, '', EditorSelection.cursor(offset));
}

class CaretMarker implements LayerMarker {
	readonly #caret: ShownCaret;
	readonly #box: LayerBox;
	readonly #className: string;

	constructor(caret: ShownCaret, box: LayerBox, { below, toTheLeft }: NamePlace) {
		this.#caret = caret;
		this.#box = box;
		this.#className = [
			'pc-caret',
			caretClass(caret.colour),
			...(below ? ['pc-below'] : []),
			...(toTheLeft ? ['pc-left'] : [])
		].join(' ');
	}

	eq(other: CaretMarker): boolean {
		return (
			this.#caret.key === other.#caret.key &&
			this.#caret.name === other.#caret.name &&
			this.#caret.moves === other.#caret.moves &&
			this.#className === other.#className &&
			sameBox(this.#box, other.#box)
		);
	}

	draw(): HTMLElement {
		const caret = document.createElement('div');
		caret.append(document.createElement('span'));
		this.#adjust(caret);
		freshen(caret);
		return caret;
	}

	update(dom: HTMLElement, drawn: LayerMarker): boolean {
		if (!(drawn instanceof CaretMarker) || drawn.#caret.key !== this.#caret.key) return false;
		this.#adjust(dom);
		if (drawn.#caret.moves !== this.#caret.moves) freshen(dom);
		return true;
	}

	#adjust(dom: HTMLElement): void {
		if (dom.className !== this.#className) dom.className = this.#className;
		placeAt(dom, this.#box);
		const name = dom.firstElementChild;
		if (name && name.textContent !== this.#caret.name) name.textContent = this.#caret.name;
	}
}
