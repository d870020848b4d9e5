import { EditorSelection, type EditorState, type Extension } from '@codemirror/state';
import { layer, RectangleMarker, type EditorView, type LayerMarker } from '@codemirror/view';
import { namePlace } from './caret-name-place.js';
import { boxesInSight } from './clipped-boxes.js';
import { placeAt, sameBox, type LayerBox } from './layer-box.js';
import type { UnseenMark, UnseenState } from './unseen-field.js';

/**
 * Layers beside the text, and not in it, as those of carets (caret-layers.ts): a tint under what was written, a bar in the margin, a tick
 * where something was deleted, and the name at the mark that is pointed out. Only of what is drawn at all.
 */
export function unseenLayers(read: (state: EditorState) => UnseenState): Extension {
	return layer({
		above: false,
		class: 'pc-unseen-marks',
		update: ({ startState, state }) => read(startState) !== read(state) || read(state).marks.size > 0,
		markers(view) {
			const { marks, pointedOut } = read(view.state);
			const { from, to } = view.viewport;
			const markers: LayerMarker[] = [];
			marks.between(from, to, (start, end, mark) => {
				markers.push(...markersOf(view, Math.max(start, from), Math.min(end, to), mark, pointedOut === mark));
			});
			return markers;
		}
	});
}

function markersOf(
	view: EditorView,
	from: number,
	to: number,
	mark: UnseenMark,
	isPointedOut: boolean
): LayerMarker[] {
	const fading = mark.isFading ? ' pc-fading' : '';
	const isTick = from === to;
	const range = isTick ? EditorSelection.cursor(from) : EditorSelection.range(from, to);
	const lines = RectangleMarker.forRange(view, '', range);
	const [upmost, lowest] = [lines[0], lines.at(-1)];
	if (upmost === undefined || lowest === undefined) return [];
	const bar = { left: 0, top: upmost.top, height: lowest.top + lowest.height - upmost.top };
	const barMarker = new TextMarker(`pc-unseen-bar${fading}`, bar, mark.author);
	const boxes = boxesInSight(view, `pc-unseen${fading}`, range);
	const [first] = boxes;
	if (first === undefined) return [barMarker];
	const name = isPointedOut ? mark.author : undefined;
	const isUpmost = first.top < view.defaultLineHeight;
	const { below, toTheLeft } = namePlace(first, undefined, view.scrollDOM.clientWidth, isUpmost);
	const place = `${below ? ' pc-below' : ''}${toTheLeft ? ' pc-left' : ''}${fading}`;
	if (isTick) return [new TextMarker(`pc-unseen-tick${place}`, first, name), barMarker];
	const nameMarker = name === undefined ? [] : [new TextMarker(`pc-unseen-name${place}`, first, name)];
	return [...boxes, barMarker, ...nameMarker];
}

/** A marker at which a name can be read. */
class TextMarker implements LayerMarker {
	constructor(
		private readonly className: string,
		private readonly box: LayerBox,
		private readonly text: string | undefined
	) {}

	eq(other: LayerMarker): boolean {
		return (
			other instanceof TextMarker &&
			this.className === other.className &&
			this.text === other.text &&
			sameBox(this.box, other.box)
		);
	}

	draw(): HTMLElement {
		const element = document.createElement('div');
		element.className = this.className;
		placeAt(element, this.box);
		if (this.text !== undefined) {
			const name = document.createElement('span');
			name.textContent = this.text;
			element.append(name);
		}
		return element;
	}
}
