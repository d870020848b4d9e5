import { npmSucceeds } from './command.js';
import { contentFingerprint, readStamp, writeStamp } from './fingerprint.js';

const STAMP = 'generated';
const OUTPUT = 'src/lib/paraglide';
const INPUTS = ['messages', 'project.inlang/settings.json', 'package-lock.json'];

/** As the plugin in vite.config.ts does it. */
const COMPILE_MESSAGES = [
	...['paraglide-js', 'compile', '--project', './project.inlang', '--outdir', `./${OUTPUT}`],
	...['--strategy', 'baseLocale', '--emit-ts-declarations']
];

/** Generates the modules and types that sources import, for checks that look at them without a build. */
export async function ensureGenerated() {
	if (readStamp(STAMP) !== currentStamp()) {
		// If it fails, the check that needs the modules shows it.
		if (await npmSucceeds(['exec', '--offline', '--', ...COMPILE_MESSAGES])) stampGenerated();
	}
	await npmSucceeds(['exec', '--offline', '--', 'svelte-kit', 'sync']);
}

/** Notes that what is there now was generated from the sources as they are now. */
export function stampGenerated() {
	writeStamp(STAMP, currentStamp());
}

function currentStamp() {
	return contentFingerprint([...INPUTS, OUTPUT]);
}
