import type { LayerMarker, RectangleMarker } from '@codemirror/view';
import { freshen } from './freshness.js';

/** What is selected by somebody else, as far as it is drawn. One element holds its boxes, so that they fade together. */
export class SelectionMarker implements LayerMarker {
	constructor(
		private readonly key: string,
		private readonly className: string,
		/** How often its owner moved it. */
		private readonly moves: number,
		private readonly boxes: readonly RectangleMarker[]
	) {}

	eq(other: SelectionMarker): boolean {
		return (
			this.key === other.key &&
			this.className === other.className &&
			this.moves === other.moves &&
			this.boxes.length === other.boxes.length &&
			this.boxes.every((box, index) => other.boxes[index]?.eq(box) === true)
		);
	}

	draw(): HTMLElement {
		const drawn = document.createElement('div');
		this.#adjust(drawn);
		freshen(drawn);
		return drawn;
	}

	/** The same element for the same person: another would begin to fade anew. */
	update(dom: HTMLElement, drawn: LayerMarker): boolean {
		if (!(drawn instanceof SelectionMarker) || drawn.key !== this.key) return false;
		this.#adjust(dom);
		if (drawn.moves !== this.moves) freshen(dom);
		return true;
	}

	#adjust(dom: HTMLElement): void {
		if (dom.className !== this.className) dom.className = this.className;
		dom.replaceChildren(...this.boxes.map((box) => box.draw()));
	}
}
