import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vite';

const base = process.env.BASE_PATH ?? '';

/** Loro's .wasm is 3.6 MB; a file over this limit fails the build instead of being left out of the precache. */
const MAX_PRECACHED_FILE_BYTES = 6_000_000;

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['baseLocale'],
			emitTsDeclarations: true
		}),
		sveltekit(),
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
				shortcuts: [{ name: 'Scan QR code', url: `${base}/join/?scan` }],
				icons: [
					{ src: `${base}/icons/icon-192.png`, sizes: '192x192', type: 'image/png' },
					{ src: `${base}/icons/icon-512.png`, sizes: '512x512', type: 'image/png' },
					{
						src: `${base}/icons/maskable-512.png`,
						sizes: '512x512',
						type: 'image/png',
						purpose: 'maskable'
					},
					{ src: `${base}/icons/icon.svg`, sizes: 'any', type: 'image/svg+xml' }
				]
			},
			kit: { trailingSlash: 'always', includeVersionFile: false },
			workbox: {
				globPatterns: ['client/**/*.{js,css,wasm,svg,png,ico,webmanifest,woff2}', 'prerendered/**/*.html'],
				maximumFileSizeToCacheInBytes: MAX_PRECACHED_FILE_BYTES,
				navigateFallback: `${base}/`,
				navigateFallbackDenylist: [/\/config\.json$/],
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
					}
				]
	},
	build: { target: 'es2022' }
});
