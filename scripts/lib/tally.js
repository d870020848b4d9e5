/** @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly string[] }} Tally with what failed and why */

/** @type {Tally} */
export const ONE_PASSED = Object.freeze({ passed: 1, failed: 0, skipped: 0 });

/** @type {Tally} */
export const ONE_FAILED = Object.freeze({ passed: 0, failed: 1, skipped: 0 });

/**
 * @param {Tally} a
 * @param {Tally} b
 * @returns {Tally}
 */
export function add(a, b) {
	return {
		passed: a.passed + b.passed,
		failed: a.failed + b.failed,
		skipped: a.skipped + b.skipped,
		failures: [...(a.failures ?? []), ...(b.failures ?? [])]
	};
}

/** @param {Tally} tally */
export function format({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Distrusts a report that does not go with the runner's exit code, or that tells of no test.
 *
 * @param {Tally | undefined} reported
 * @param {boolean} isSuccess whether the runner said that all is well
 * @returns {Tally}
 */
export function checked(reported, isSuccess) {
	if (!reported) return ONE_FAILED;
	const isEmpty = reported.passed + reported.failed === 0;
	return reported.failed === 0 && (isEmpty || !isSuccess) ? { ...reported, failed: 1 } : reported;
}

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} status
 * @property {string} [name]
 * @property {string} [message]
 * @property {{ status: string, fullName?: string, failureMessages?: string[] }[]} assertionResults
 */

/**
 * @param {VitestReport} report
 * @returns {Tally}
 */
export function tallyVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
	// A file that could not be loaded has failed, though none of its tests has.
	const brokenFiles = testResults.filter(
		({ status, assertionResults }) =>
			status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed')
	);
	return {
		passed: numPassedTests,
		failed: numFailedTests + brokenFiles.length,
		skipped: numPendingTests + numTodoTests
	};
}

/** @typedef {{ message?: string }} PlaywrightError */

/**
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {string} [file]
 * @property {number} [line]
 * @property {{ status: string, projectName?: string, results: { errors?: PlaywrightError[] }[] }[]} tests
 */

/** @typedef {{ specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite */

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightError[]} [errors]
 */

/**
 * @param {PlaywrightReport} report
 * @returns {Tally} a test that passed only when repeated counts as failed
 */
export function tallyPlaywright({ stats: { expected, unexpected, flaky, skipped } }) {
	return { passed: expected, failed: unexpected + flaky, skipped };
}
