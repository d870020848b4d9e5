/** Something that the person who started the program can put right: its message is shown as it is, without a stack. */
export class Failure extends Error {
	/** @override */
	name = 'Failure';
}

/**
 * Shows why the program ends and makes its exit code 1. What is no {@link Failure} is a fault of ours and keeps its stack.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
	console.error(error instanceof Failure ? error.message : error);
	process.exitCode = 1;
}

/**
 * @param {unknown} error
 * @returns {string | undefined} the code of a system error, such as EADDRINUSE
 */
export function errorCode(error) {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
