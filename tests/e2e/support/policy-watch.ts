import type { BrowserContext, Page } from '@playwright/test';

/** How Chromium and Firefox begin to say on the console that a policy kept something from happening. */
const COMPLAINT =
	/content.?security.?policy|page’s settings blocked|trusted.?(?:html|script|types)|permissions.?policy/i;

/** Collects whatever a browser blocked by a page's policy, on every page of a context and in its service worker. */
export class PolicyWatch {
	/** What was blocked, as "directive what", and complaints on the console. */
	readonly violations: string[] = [];

	/** To be called before the context opens its first page; also anew for each start of a browser. */
	readonly over = async (context: BrowserContext): Promise<void> => {
		await context.exposeBinding('perchViolated', (_source, violation: string) => {
			this.violations.push(violation);
		});
		await context.addInitScript(() => {
			const { perchViolated } = globalThis as unknown as { perchViolated: (text: string) => void };
			addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
				perchViolated(`${effectiveDirective} ${blockedURI} ${sample}`);
			});
		});
		context.on('console', (message) => this.#hear(message.text()));
		context.on('serviceworker', (worker) => {
			worker.on('console', (message) => this.#hear(message.text()));
		});
		// Firefox tells of them as of errors of the page.
		context.on('weberror', (error) => this.#hear(error.error().message));
	};

	/** What a page was kept from until now, once it had the time to tell. */
	async onceTold(page: Page): Promise<readonly string[]> {
		await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
		return this.violations;
	}

	#hear(text: string): void {
		if (COMPLAINT.test(text)) this.violations.push(`console: ${text}`);
	}
}
