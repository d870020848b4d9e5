import { expect, it } from 'vitest';
import { failuresOfPlaywright, failuresOfVitest } from '../../../scripts/lib/failures.js';

it('tells which unit tests failed and why, without colours, and which files could not be loaded', () => {
	const failures = failuresOfVitest({
		numPassedTests: 1,
		numFailedTests: 1,
		numPendingTests: 0,
		numTodoTests: 0,
		testResults: [
			{
				name: 'a.test.ts',
				status: 'failed',
				assertionResults: [
					{ status: 'passed', fullName: 'good', failureMessages: [] },
					{ status: 'failed', fullName: 'bad', failureMessages: ['\u001B[31mexpected 1\u001B[39m\nat x'] }
				]
			},
			{ name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }
		]
	});
	expect(failures).toEqual(['✘ a.test.ts › bad\n  expected 1\n  at x', '✘ b.test.ts\n  no such module']);
});

it('tells which end-to-end tests failed and why, also those that passed only when repeated', () => {
	const results = (message: string) => [{ errors: [{ message }] }];
	const failures = failuresOfPlaywright({
		stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
		errors: [{ message: 'no browser' }],
		suites: [
			{
				specs: [
					{
						title: 'one',
						file: 'a.spec.ts',
						line: 3,
						tests: [{ status: 'expected', projectName: 'chromium', results: [{}] }]
					}
				],
				suites: [
					{
						specs: [
							{
								title: 'two',
								file: 'a.spec.ts',
								line: 9,
								tests: [
									{ status: 'unexpected', projectName: 'chromium', results: results('why') },
									{ status: 'flaky', projectName: 'firefox', results: results('once') }
								]
							}
						]
					}
				]
			}
		]
	});
	expect(failures).toEqual([
		'✘ outside of the tests\n  no browser',
		'✘ [chromium] a.spec.ts:9 › two\n  why',
		'✘ [firefox] a.spec.ts:9 › two\n  once'
	]);
});

it('shows but the beginning of a long text', () => {
	const message = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
	const [failure] = failuresOfPlaywright({
		stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
		errors: [{ message }]
	});
	expect(failure?.split('\n')).toHaveLength(32);
	expect(failure).toMatch(/…$/);
});
