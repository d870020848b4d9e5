import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { inlineScript } from './src/lib/ui/early/inline-script.js';

/** The development server injects styles and speaks to a relay at another port; neither is let into a build. */
const isDevelopment = process.argv.includes('dev');

/** Hidden text of SvelteKit's own, which tells screen readers of a new page. It is styled by an attribute, unlike ours. */
const ANNOUNCER_STYLE =
	'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px';

/** The scripts of ours that stand in pages themselves (src/lib/ui/early/early-page.ts). */
const EARLY_SCRIPTS = ['library', 'note', 'join'].map((page) => {
	const file = new URL(`./src/lib/ui/early/${page}-script.js`, import.meta.url);
	return inlineScript(readFileSync(file, 'utf8'));
});

/**
 * What every page is held to, by a meta tag, so that it holds on any static host (docs/decisions/0011-page-policy.md).
 * Nothing is allowed that is not named.
 *
 * @type {NonNullable<NonNullable<import('@sveltejs/kit').KitConfig['csp']>['directives']>}
 */
const pagePolicy = {
	'default-src': ['none'],
	// SvelteKit adds the hash of the one inline script that it writes. Loro is WebAssembly.
	'script-src': ['self', 'wasm-unsafe-eval', ...EARLY_SCRIPTS.map(hashOf)],
	'style-src': ['self'],
	'style-src-attr': ['unsafe-hashes', hashOf(ANNOUNCER_STYLE)],
	'img-src': ['self'],
	// Relays are named by config.json and by people: any. Pages of https reach encrypted ones only, whatever stands here.
	'connect-src': ['self', 'https:', 'wss:', 'ws:'],
	'worker-src': ['self'],
	'manifest-src': ['self'],
	'object-src': ['none'],
	'base-uri': ['none'],
	'form-action': ['none'],
	...(isDevelopment
		? {}
		: {
				'require-trusted-types-for': ['script'],
				// Svelte's, for the templates that it was compiled to; ours, for the service worker (src/hooks.client.ts).
				'trusted-types': ['svelte-trusted-html', 'default']
			})
};

/** Far more than any page has. */
const MOST_STYLE_UNITS = 100_000;

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { fragments: 'tree' },
	kit: {
		adapter: adapter({ pages: 'build', assets: 'build', strict: true }),
		// Relative paths break offline deep links: the service worker answers every navigation with one shell.
		paths: { base: /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? ''), relative: false },
		// A new version is offered by the service worker, never polled for.
		version: { pollInterval: 0 },
		// All of it: a page is painted as soon as it is there, and asks for its scripts only.
		inlineStyleThreshold: MOST_STYLE_UNITS,
		csp: { mode: 'hash', directives: pagePolicy },
		serviceWorker: { register: false }
	}
};

/**
 * @param {string} text
 * @returns {`sha256-${string}`}
 */
function hashOf(text) {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
