/** @import { PlaywrightReport, PlaywrightSuite, VitestReport } from './tally.js' */

/** So much of a failure's text is shown, in lines: the rest stands above, where the test ran. */
const SHOWN_LINES = 30;

// eslint-disable-next-line no-control-regex -- that is what is to be taken out.
const COLOURS = /\u001B\[[0-9;]*m/g;

/**
 * @param {string} name
 * @param {readonly string[]} messages
 */
function failureText(name, messages) {
	const lines = messages.join('\n').replaceAll(COLOURS, '').split('\n');
	const shown = lines.slice(0, SHOWN_LINES).map((line) => `  ${line}`.trimEnd());
	return [`✘ ${name}`, ...shown, ...(lines.length > SHOWN_LINES ? ['  …'] : [])].join('\n');
}

/**
 * @param {VitestReport} report
 * @returns {string[]} what failed and why, a text each
 */
export function failuresOfVitest({ testResults }) {
	return testResults.flatMap(({ status, name = '', message = '', assertionResults }) => {
		const failed = assertionResults.filter((assertion) => assertion.status === 'failed');
		if (status === 'failed' && failed.length === 0) return [failureText(name, [message])];
		return failed.map(({ fullName = '', failureMessages = [] }) =>
			failureText(`${name} › ${fullName}`, failureMessages)
		);
	});
}

/**
 * @param {PlaywrightReport} report
 * @returns {string[]} what failed and why, a text each; what passed only when repeated is one of them
 */
export function failuresOfPlaywright({ suites = [], errors = [] }) {
	const outside = errors.map(({ message = '' }) => failureText('outside of the tests', [message]));
	return [...outside, ...suites.flatMap(failuresOfSuite)];
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {string[]}
 */
function failuresOfSuite({ specs = [], suites = [] }) {
	const own = specs.flatMap(({ title, file = '', line = 0, tests }) =>
		tests
			.filter(({ status }) => status === 'unexpected' || status === 'flaky')
			.map(({ projectName = '', results }) =>
				failureText(
					`[${projectName}] ${file}:${line} › ${title}`,
					results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message))
				)
			)
	);
	return [...own, ...suites.flatMap(failuresOfSuite)];
}
