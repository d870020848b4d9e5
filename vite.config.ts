import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig, type Plugin } from 'vite';
import { plainIcons } from './scripts/lib/plain-icons.js';
import { PSEUDO_LOCALE, writePseudoProject } from './scripts/lib/pseudo-locale.js';

const base = process.env.BASE_PATH ?? '';

/** Loro's .wasm is 3.6 MB; a file over this limit fails the build instead of being left out of the precache. */
const MAX_PRECACHED_FILE_BYTES = 6_000_000;

/** The picture beside a shortcut of the installed app. */
function shortcutIcon(name: 'new' | 'scan') {
	return [{ src: `${base}/icons/shortcut-${name}-192.png`, sizes: '192x192', type: 'image/png' }];
}

/**
 * Puts what is small and wanted by several pages together: else a page is painted after sixty files, of which many say no more than
 * "New note".
 */
const fewFiles: Plugin = {
	name: 'few-files',
	applyToEnvironment: ({ name }) => name === 'client',
	outputOptions: (options) => ({
		...options,
		codeSplitting: {
			groups: [
				{ name: 'words', test: /paraglide/, minShareCount: 2 },
				{ name: 'shared', test: /@lucide|src\/lib\/(ui|util)/, minShareCount: 3, maxModuleSize: 2_000 }
			]
		}
	})
};

/** Names what workers load as SvelteKit names what pages do: both share one file of Loro, which is fetched and kept once. */
const sharedAssets: Plugin = {
	name: 'shared-assets',
	enforce: 'post',
	config: () => ({
		worker: {
			rolldownOptions: { output: { assetFileNames: '_app/immutable/assets/[name].[hash][extname]' } }
		}
	})
};

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: process.env.PERCH_LOCALE === PSEUDO_LOCALE ? writePseudoProject() : './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['baseLocale'],
			emitTsDeclarations: true
		}),
		plainIcons(),
		sveltekit(),
		sharedAssets,
		fewFiles,
		SvelteKitPWA({
			strategies: 'generateSW',
			registerType: 'prompt',
			injectRegister: false,
			manifestFilename: 'manifest.webmanifest',
			manifest: {
				id: `${base}/`,
				name: 'Perch',
				short_name: 'Perch',
				description: 'A writing space that lives on your device and syncs straight from browser to browser.',
				start_url: `${base}/`,
				scope: `${base}/`,
				display: 'standalone',
				theme_color: '#f7f5f0',
				background_color: '#f7f5f0',
				categories: ['productivity', 'utilities'],
				// A window that is there is used again, and what is open in it stays so until the page itself goes elsewhere.
				launch_handler: { client_mode: ['focus-existing', 'auto'] },
				shortcuts: [
					{ name: 'New note', url: `${base}/new/`, icons: shortcutIcon('new') },
					{ name: 'Scan QR code', url: `${base}/join/?scan`, icons: shortcutIcon('scan') }
				],
				// The service worker answers it (docs/decisions/0022-from-other-apps.md).
				share_target: {
					action: `${base}/open/`,
					method: 'POST',
					enctype: 'multipart/form-data',
					params: {
						title: 'title',
						text: 'text',
						url: 'url',
						files: [{ name: 'files', accept: ['text/markdown', 'text/plain', '.md', '.markdown', '.txt'] }]
					}
				},
				file_handlers: [
					{
						action: `${base}/open/`,
						accept: { 'text/markdown': ['.md', '.markdown'], 'text/plain': ['.txt'] }
					}
				],
				icons: [
					{ src: `${base}/icons/icon-192.png`, sizes: '192x192', type: 'image/png' },
					{ src: `${base}/icons/icon-512.png`, sizes: '512x512', type: 'image/png' },
					{
						src: `${base}/icons/maskable-512.png`,
						sizes: '512x512',
						type: 'image/png',
						purpose: 'maskable'
					},
					{
						src: `${base}/icons/monochrome-512.png`,
						sizes: '512x512',
						type: 'image/png',
						purpose: 'monochrome'
					},
					{ src: `${base}/icons/icon.svg`, sizes: 'any', type: 'image/svg+xml' }
				]
			},
			kit: { trailingSlash: 'always', includeVersionFile: false },
			workbox: {
				globPatterns: ['client/**/*.{js,css,wasm,svg,png,ico,webmanifest,woff2}', 'prerendered/**/*.html'],
				maximumFileSizeToCacheInBytes: MAX_PRECACHED_FILE_BYTES,
				// The system asks for these when it installs the app.
				globIgnores: ['client/icons/{apple,maskable,monochrome,shortcut}*'],
				navigateFallback: `${base}/`,
				navigateFallbackDenylist: [/\/config\.json$/],
				importScripts: ['shared.js'],
				cleanupOutdatedCaches: true,
				clientsClaim: false,
				skipWaiting: false
			}
		})
	],
	resolve: {
		// The browser export of loro-crdt loads its .wasm by synchronous XHR, which fails without the server.
		alias: process.env.VITEST
			? []
			: [
					{
						find: /^loro-crdt$/,
						replacement: fileURLToPath(new URL('./node_modules/loro-crdt/web/index.js', import.meta.url))
					},
					{
						// Its browser export reads entities (`&amp;`) by innerHTML, which the page's policy refuses and a worker does not have.
						find: /^decode-named-character-reference$/,
						replacement: fileURLToPath(
							new URL('./node_modules/decode-named-character-reference/index.js', import.meta.url)
						)
					}
				]
	},
	build: {
		target: 'es2022',
		modulePreload: { resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')) }
	}
});
