import { StyleModule } from 'style-mod';

const mount = StyleModule.mount;

/** What style-mod takes for a root without a head: it keeps the rules in one sheet of its own, which the root adopts. */
class AdoptingRoot {
	constructor(readonly ownerDocument: Document) {}

	get adoptedStyleSheets(): CSSStyleSheet[] {
		return this.ownerDocument.adoptedStyleSheets;
	}

	set adoptedStyleSheets(sheets: CSSStyleSheet[]) {
		this.ownerDocument.adoptedStyleSheets = sheets;
	}
}

let adopting: AdoptingRoot | undefined;

/**
 * Has CodeMirror's styles adopted by the document as a sheet that script made. Left alone, it writes them into a <style>
 * element, for which the page's policy would have to allow every inline style (docs/decisions/0011-page-policy.md).
 * To be called before an editor is made; calling it again changes nothing.
 */
export function adoptEditorStyles(): void {
	if (adopting !== undefined) return;
	const root = (adopting = new AdoptingRoot(document));
	StyleModule.mount = (where, modules, options) => {
		// Typed as what style-mod asks for; it uses no more of it than there is.
		mount(where === document ? (root as unknown as DocumentOrShadowRoot) : where, modules, options);
	};
}
