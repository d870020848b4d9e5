import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** axe finds nothing on the page as it stands. */
export async function expectNoViolation(page: Page): Promise<void> {
	// Playwright's types do not fit themselves under exactOptionalPropertyTypes.
	const options = { page } as unknown as ConstructorParameters<typeof AxeBuilder>[0];
	// There are no frames, for which it would open a page of its own each time.
	const axe = new AxeBuilder(options).setLegacyMode().options({ resultTypes: ['violations'] });
	const { violations } = await axe.analyze();
	const found: (readonly [rule: string, html: string, why: string | undefined])[] = [];
	for (const { id, nodes } of violations) {
		for (const { html, target, failureSummary } of nodes) {
			// What is scrolled within a text that one writes in follows the caret, which goes anywhere by keys.
			const scrolls = id === 'scrollable-region-focusable';
			if (scrolls && (await isEditable(page, String(target[0])))) continue;
			found.push([id, html, failureSummary]);
		}
	}
	expect(found).toEqual([]);
}

async function isEditable(page: Page, selector: string): Promise<boolean> {
	return await page
		.locator(selector)
		.first()
		.evaluate((element) => element instanceof HTMLElement && element.isContentEditable);
}
