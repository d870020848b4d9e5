/** What does not come at all is a fault. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 50;

/** Asks until there is an answer. Playwright's own `waitForFunction` is for pages that allow `eval`. */
export async function answered<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
	const until = performance.now() + PATIENCE_MS;
	while (performance.now() < until) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
	throw new Error('it did not come');
}
