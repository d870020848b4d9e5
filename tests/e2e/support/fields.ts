import type { Page } from '@playwright/test';

/** A phone zooms into what has smaller letters as it gets the focus, in CSS pixels. */
const MIN_FONT_SIZE = 16;

/** The fields that are shown and into which a phone would zoom, as they are called. */
export async function zoomedFields(page: Page): Promise<string[]> {
	return await page.evaluate((least) => {
		const fields = 'input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable=true]';
		return [...document.querySelectorAll(fields)]
			.filter((field) => field.getClientRects().length > 0)
			.filter((field) => parseFloat(getComputedStyle(field).fontSize) < least)
			.map((field) => field.outerHTML.slice(0, 120));
	}, MIN_FONT_SIZE);
}
