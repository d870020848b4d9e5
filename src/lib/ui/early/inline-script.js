import { minifySync } from 'vite';

/**
 * A script as it stands in a page, whose policy allows it by the hash of this text. Runs only while the pages are built.
 *
 * @param {string} source
 */
export function inlineScript(source) {
	return minifySync('inline.js', source, { module: false }).code.trim();
}
