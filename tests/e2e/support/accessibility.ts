import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** axe finds nothing on the page as it stands. */
export async function expectNoViolation(page: Page): Promise<void> {
	// Playwright's types do not fit themselves under exactOptionalPropertyTypes.
	const options = { page } as unknown as ConstructorParameters<typeof AxeBuilder>[0];
	const { violations } = await new AxeBuilder(options).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
