import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const lib = fileURLToPath(new URL('./src/lib', import.meta.url));

/** A thousand seeds take one or two minutes; a busy machine may need several times as long. */
const FUZZ_TIMEOUT_MS = 900_000 + Number(process.env['FUZZ_MINUTES'] ?? 0) * 60_000;

/** Property tests run many cases each, and share the machine with each other. */
const UNIT_TIMEOUT_MS = 300_000;

/**
 * Nothing of these layers stays behind in a process: their tests share one, and Loro is loaded once for all. The tests of the others
 * change what a page has, or measure what their process takes.
 */
const SHARING = '{crypto,markup,note,protocol,search,storage,support,sync,traces,transport,util}';

export default defineConfig({
	plugins: [svelte()],
	resolve: { alias: { $lib: lib }, conditions: ['browser'] },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts'],
					exclude: [`tests/unit/${SHARING}/**`],
					testTimeout: UNIT_TIMEOUT_MS
				}
			},
			{
				extends: true,
				test: {
					name: 'unit-sharing',
					include: [`tests/unit/${SHARING}/**/*.test.ts`],
					testTimeout: UNIT_TIMEOUT_MS,
					isolate: false,
					restoreMocks: true,
					unstubGlobals: true
				}
			},
			{
				extends: true,
				test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: UNIT_TIMEOUT_MS }
			},
			{
				extends: true,
				test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: FUZZ_TIMEOUT_MS }
			}
		]
	}
});
