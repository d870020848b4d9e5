import type { BrowserContext, Page } from '@playwright/test';
import type { EditorView } from '@codemirror/view';
import { answered } from './poll.js';

/** When the editor of a page could be typed in: by the page's own clock, in milliseconds. */
interface EditorWatch {
	at: number | undefined;
}

/** Has each page of the context note when its editor can be typed in and shows a text. To be called before the first page. */
export async function watchEditors(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const watch: EditorWatch = { at: undefined };
		Object.assign(globalThis, { benchEditor: watch });
		new MutationObserver(() => {
			if (watch.at !== undefined) return;
			const content = document.querySelector('.cm-content[contenteditable="true"]');
			const { cmTile } = (content ?? {}) as { cmTile?: { root: { view?: EditorView } } };
			if ((cmTile?.root.view?.state.doc.length ?? 0) > 0) watch.at = performance.now();
		}).observe(document, { subtree: true, childList: true, attributeFilter: ['contenteditable'] });
	});
}

/** How long it took until the editor could be typed in, in milliseconds: since a moment of the page's clock, or since its start. */
export async function timeToEditor(page: Page, since = 0): Promise<number> {
	const at = await answered(() =>
		page.evaluate(() => (globalThis as unknown as { benchEditor: EditorWatch }).benchEditor.at)
	);
	return at - since;
}
