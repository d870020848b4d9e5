/** A contract was broken. The suite brings its own assertions, so that it runs in a bare browser page too. */
export class ContractError extends Error {
	override readonly name = 'ContractError';
}

/** @throws ContractError with the message, if the condition does not hold. */
export function assert(condition: boolean, message: string): asserts condition {
	if (!condition) throw new ContractError(message);
}

/** Compares plain data. @throws ContractError that shows both sides, if they differ. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
	const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
	assert(a === e, `${what}: expected ${e}, got ${a}`);
}

/** Waits for a promise that has to fail, and gives its failure. @throws ContractError if it does not fail. */
export async function failureOf(promise: Promise<unknown>, what: string): Promise<unknown> {
	const outcome = await promise.then(
		() => undefined,
		(failure: unknown) => ({ failure })
	);
	assert(outcome !== undefined, `${what}: expected a failure`);
	return outcome.failure;
}
