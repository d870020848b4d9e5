import type { Root } from 'hast';
import { toDom } from 'hast-util-to-dom';
import style from './document.css?raw';

/** The look of sheets, for a document to adopt: a sheet that script made needs no permission of the page's policy. */
export function sheetStyle(): CSSStyleSheet {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(style);
	return sheet;
}

/** A sheet's tree (`Renderer.sheet`) as elements, made one by one: no text becomes HTML on the way. */
export function sheetContent(tree: Root): Node {
	return toDom(tree, { fragment: true });
}
