import { MAX_RENDERED_LENGTH } from '$lib/markup/limits.js';
import { Renderer } from '$lib/markup/renderer.js';

/**
 * Puts a Markdown text on the clipboard: as it looks for programs that take that, as it is written for others. To be called at once when
 * the person asks for it, for browsers allow it only then; to find out how it looks may still take a while, but not as long as it takes for a
 * very long text: no browser keeps its leave for that.
 *
 * @returns whether that took too long: then all programs get it as it is written.
 * @throws DOMException or TypeError if the browser does not allow it.
 */
export async function copyRichText(markdown: string): Promise<boolean> {
	const rendered = new Renderer({ atMost: MAX_RENDERED_LENGTH }).html(markdown);
	const rich = rendered.then(({ content }) => new Blob([content], { type: 'text/html' }));
	const plain = new Blob([markdown], { type: 'text/plain' });
	await navigator.clipboard.write([new ClipboardItem({ 'text/html': rich, 'text/plain': plain })]);
	return (await rendered).isAsWritten;
}
