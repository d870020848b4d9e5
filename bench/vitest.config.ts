import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const lib = fileURLToPath(new URL('../src/lib', import.meta.url));

/** No measurement may take longer, in milliseconds. */
const TIMEOUT_MS = 1_800_000;

/** What is counted without a browser: `npm run bench`. */
export default defineConfig({
	root: fileURLToPath(new URL('.', import.meta.url)),
	resolve: { alias: { $lib: lib }, conditions: ['browser'] },
	test: {
		include: ['**/*.test.ts'],
		exclude: ['**/node_modules/**'],
		testTimeout: TIMEOUT_MS,
		reporters: ['dot']
	}
});
