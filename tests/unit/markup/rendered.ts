import { toHtml } from 'hast-util-to-html';
import { asWritten } from '$lib/markup/as-written.js';
import { renderedTree } from '$lib/markup/tree.js';

/** A text as HTML, as it goes on the clipboard. */
export function markupHtml(markdown: string): string {
	return toHtml(renderedTree(markdown) ?? asWritten(markdown));
}
