/** Where a marker of a layer is drawn, in CSS pixels of the layer; how wide it is, its style says. */
export interface LayerBox {
	readonly left: number;
	readonly top: number;
	readonly height: number;
}

/** Whether two markers are drawn at the same place and height. */
export function sameBox(a: LayerBox, b: LayerBox): boolean {
	return a.left === b.left && a.top === b.top && a.height === b.height;
}

/** Puts a marker's element there. By script, which a Content-Security-Policy without inline styles permits. */
export function placeAt({ style }: HTMLElement, { left, top, height }: LayerBox): void {
	style.left = `${left}px`;
	style.top = `${top}px`;
	style.height = `${height}px`;
}
