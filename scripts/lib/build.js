import { Failure } from '../../server/failure.js';
import { npmSucceeds } from './command.js';
import { stampGenerated } from './generated.js';
import { contentFingerprint, listingFingerprint, readStamp, writeStamp } from './fingerprint.js';

const STAMP = 'built';
const OUTPUT = 'build';

/** What a build is made from. */
export const INPUTS = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'scripts/lib/plain-icons.js',
	'scripts/lib/pseudo-locale.js',
	'scripts/lib/paths.js',
	'tsconfig.json'
];

/** Those of the inputs that are made by the build itself. */
export const GENERATED = ['src/lib/paraglide'];

/** Builds the app, unless what is there was made, as a whole, from just these sources. */
export async function ensureBuilt() {
	const { BASE_PATH = '', PERCH_LOCALE = '' } = process.env;
	const inputs = contentFingerprint(INPUTS, { except: GENERATED, also: [BASE_PATH, PERCH_LOCALE] });
	if (readStamp(STAMP) === stampFor(inputs)) return;
	console.log('Building the app …');
	// Written only when the build is through, so that one cut short is never taken for good.
	writeStamp(STAMP, '');
	if (!(await npmSucceeds(['run', 'build']))) {
		throw new Failure('Building failed, as shown above: correct what it names, then try again.');
	}
	writeStamp(STAMP, stampFor(inputs));
	stampGenerated();
}

/** @param {string} inputs */
function stampFor(inputs) {
	return `${inputs} ${listingFingerprint(OUTPUT)}`;
}
