import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, STATE_DIR } from './paths.js';

/**
 * A language that nobody speaks and that goes from right to left: it shows what of the interface is no message, what has no room for
 * longer words, and what stands on the wrong side. It is in a build that was asked for it alone (PERCH_LOCALE=ar-XB).
 */
export const PSEUDO_LOCALE = 'ar-XB';

/**
 * @typedef {{ declarations: string[], selectors: string[], match: Record<string, string> }} Variants a message in several forms
 * @typedef {Record<string, string | Variants[]>} Catalogue as in messages/*.json
 */

/** @type {Readonly<Record<string, string>>} */
const ACCENTED = {
	...{ a: 'å', c: 'ç', e: 'é', i: 'î', n: 'ñ', o: 'ö', s: 'š', u: 'ü', y: 'ý' },
	...{ A: 'Å', C: 'Ç', E: 'É', I: 'Î', N: 'Ñ', O: 'Ö', S: 'Š', U: 'Ü', Y: 'Ý' }
};

/** Has a word stand from right to left, whatever its letters; it does so on its own and changes nothing around. */
const FROM_RIGHT = '\u200f\u202e';
const AS_BEFORE = '\u202c\u200f';

/** @param {string} text @returns {string} the text as it is in the pseudo-locale; what stands in braces stays as it is */
export function pseudoText(text) {
	const pieces = text.split(/(\{[^{}]*\})/);
	return `[${pieces.map((piece, index) => (index % 2 === 1 ? piece : pseudoWords(piece))).join('')}]`;
}

/** @param {string} text */
function pseudoWords(text) {
	const accented = text.replaceAll(/[A-Za-z]/g, (letter) => ACCENTED[letter] ?? letter);
	return accented.replaceAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu, `${FROM_RIGHT}$&${AS_BEFORE}`);
}

/**
 * @param {Catalogue} catalogue the English one
 * @returns {Catalogue} the same messages in the pseudo-locale
 */
export function pseudoCatalogue(catalogue) {
	return Object.fromEntries(
		Object.entries(catalogue).map(([name, message]) => {
			if (name.startsWith('$')) return [name, message];
			return [name, typeof message === 'string' ? pseudoText(message) : message.map(pseudoVariants)];
		})
	);
}

/**
 * Arabic tells more numbers apart than English does: what is said of others in English is said of all of those.
 *
 * @param {Variants} variants
 * @returns {Variants}
 */
function pseudoVariants(variants) {
	/** @type {[string, string][]} */
	const match = Object.entries(variants.match).map(([form, text]) => [
		form.replaceAll(/=other\b/g, '=*'),
		pseudoText(text)
	]);
	return { ...variants, match: Object.fromEntries(match) };
}

/** Writes the messages of the pseudo-locale, and what Paraglide is to be told of them. @returns {string} the project's path */
export function writePseudoProject() {
	const folder = join(STATE_DIR, 'pseudo');
	const project = join(folder, 'project.inlang');
	mkdirSync(project, { recursive: true });
	/** @type {unknown} */
	const english = JSON.parse(readFileSync(join(ROOT, 'messages/en.json'), 'utf8'));
	writeFileSync(
		join(folder, `${PSEUDO_LOCALE}.json`),
		JSON.stringify(pseudoCatalogue(/** @type {Catalogue} */ (english)))
	);
	const plugin = join(ROOT, 'node_modules/@inlang/plugin-message-format/dist/index.js');
	const settings = {
		baseLocale: PSEUDO_LOCALE,
		locales: [PSEUDO_LOCALE],
		modules: [`./${relative(folder, plugin)}`],
		'plugin.inlang.messageFormat': { pathPattern: './{locale}.json' }
	};
	writeFileSync(join(project, 'settings.json'), JSON.stringify(settings));
	return project;
}
