import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { IS_LONG } from '../../support/long.js';

const LIGHTS = ['light', 'dark'] as const;

/** How often was looked. */
let looks = 0;

/** axe finds nothing on the page as it stands, by day and by night: in each look in the long run, else in turns. */
export async function expectNoViolationInEachLight(page: Page): Promise<void> {
	looks += 1;
	for (const [index, colorScheme] of LIGHTS.entries()) {
		if (!IS_LONG && index !== looks % LIGHTS.length) continue;
		await page.emulateMedia({ colorScheme });
		await page.evaluate(async () => {
			// What turns until something comes has no end.
			const ending = document
				.getAnimations()
				.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
			await Promise.allSettled(ending.map(({ finished }) => finished));
		});
		await expectNoViolation(page, IS_LONG && index > 0 ? ['color-contrast'] : undefined);
	}
	await page.emulateMedia({ colorScheme: null });
}

/**
 * axe finds nothing on the page as it stands; by some of its rules only, where they are named. Where the system chooses the colours, they
 * are not looked at: axe takes those of letters from a property (`-webkit-text-fill-color`) that a browser tells as if nobody had
 * chosen any.
 */
export async function expectNoViolation(page: Page, rules?: readonly string[]): Promise<void> {
	// Playwright's types do not fit themselves under exactOptionalPropertyTypes.
	const options = { page } as unknown as ConstructorParameters<typeof AxeBuilder>[0];
	// There are no frames, for which it would open a page of its own each time.
	const axe = new AxeBuilder(options).setLegacyMode().options({ resultTypes: ['violations'] });
	if (rules !== undefined) axe.withRules([...rules]);
	else if (await page.evaluate(() => matchMedia('(forced-colors: active)').matches))
		axe.disableRules(['color-contrast']);
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
