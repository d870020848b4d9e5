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
const SHARING = [
	'crypto',
	'markup',
	'note',
	'protocol',
	'search',
	'storage',
	'support',
	'sync',
	'traces',
	'transport',
	'util'
];

/** The same is so of most of this one. */
const WORKSPACE = 'workspace';

/** Those of its tests that say what browser they are in, or put one package in the place of another. */
const IN_PAGES = `tests/unit/${WORKSPACE}/{awaited-notes,meeting-config,open-note.svelte,page-life}.test.ts`;

/** Each of these tests has a page of its own, and so modules of its own. A thread is made for it sooner than a process. */
const PAGES = 'editor,ui';

export default defineConfig({
	plugins: [svelte()],
	resolve: { alias: { $lib: lib }, conditions: ['browser'] },
	test: {
		// One module for each text: Node reads them by itself in a sixth of the time.
		server: { deps: { external: [/src\/lib\/paraglide\//] } },
		// A hook does what a test does, and takes as long.
		hookTimeout: UNIT_TIMEOUT_MS,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts'],
					exclude: [`tests/unit/{${[PAGES, WORKSPACE, ...SHARING].join()}}/**`],
					testTimeout: UNIT_TIMEOUT_MS
				}
			},
			{
				extends: true,
				test: {
					name: 'unit-pages',
					include: [`tests/unit/{${PAGES}}/**/*.test.ts`, IN_PAGES],
					testTimeout: UNIT_TIMEOUT_MS,
					pool: 'threads'
				}
			},
			{
				extends: true,
				test: {
					name: 'unit-workspace',
					include: [`tests/unit/${WORKSPACE}/**/*.test.ts`],
					exclude: [IN_PAGES],
					testTimeout: UNIT_TIMEOUT_MS,
					isolate: false
				}
			},
			{
				extends: true,
				test: {
					name: 'unit-sharing',
					include: [`tests/unit/{${SHARING.join()}}/**/*.test.ts`],
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
