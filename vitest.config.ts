import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const lib = fileURLToPath(new URL('./src/lib', import.meta.url));

/** Simulations and fuzz tests run thousands of operations each. */
const FUZZ_TIMEOUT_MS = 240_000;

export default defineConfig({
	plugins: [svelte()],
	resolve: { alias: { $lib: lib }, conditions: ['browser'] },
	test: {
		projects: [
			{ extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
			{ extends: true, test: { name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
			{
				extends: true,
				test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: FUZZ_TIMEOUT_MS }
			}
		]
	}
});
