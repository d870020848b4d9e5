import type { Impediment } from './types.js';

/** What this browser, or the way the page was opened, lacks that nothing works without. */
export function findImpediments(): Impediment[] {
	const impediments: Impediment[] = [];
	if (!isSecureContext) impediments.push('insecure-context');
	if (typeof indexedDB === 'undefined') impediments.push('no-indexeddb');
	if (typeof WebAssembly === 'undefined') impediments.push('no-webassembly');
	return impediments;
}
