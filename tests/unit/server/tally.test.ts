import { describe, expect, test } from 'vitest';
import { add, checked, format, tallyPlaywright, tallyVitest } from '../../../scripts/lib/tally.js';

const GOOD = { passed: 3, failed: 0, skipped: 1 };

test('the sum names skipped tests only if there are any', () => {
	expect(format({ passed: 3, failed: 1, skipped: 0 })).toBe('3 passed, 1 failed');
	expect(format(add(GOOD, GOOD))).toBe('6 passed, 0 failed, 2 skipped');
});

describe('a runner counts as failed', () => {
	test.each([
		['that wrote no report', undefined, true, { passed: 0, failed: 1, skipped: 0 }],
		['that ran no test', { passed: 0, failed: 0, skipped: 2 }, true, { passed: 0, failed: 1, skipped: 2 }],
		['that failed though no test did', GOOD, false, { ...GOOD, failed: 1 }]
	])('%s', (_, reported, isSuccess, expected) => {
		expect(checked(reported, isSuccess)).toEqual(expected);
	});

	test('but not if all is well, nor once more if a test has failed', () => {
		expect(checked(GOOD, true)).toEqual(GOOD);
		expect(checked({ ...GOOD, failed: 2 }, false)).toEqual({ ...GOOD, failed: 2 });
	});
});

test('a file that could not be loaded counts as one failed test', () => {
	const report = {
		numPassedTests: 4,
		numFailedTests: 1,
		numPendingTests: 1,
		numTodoTests: 1,
		testResults: [
			{ status: 'passed', assertionResults: [{ status: 'passed' }] },
			{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
			{ status: 'failed', assertionResults: [] }
		]
	};
	expect(tallyVitest(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

test('an end-to-end test that passed only when repeated counts as failed', () => {
	const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
	expect(tallyPlaywright({ stats })).toEqual({ passed: 5, failed: 3, skipped: 3 });
});
