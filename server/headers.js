import { extname } from 'node:path';

/** @import { ServerResponse } from 'node:http' */

/** What Perch never asks for, so that nothing that gets into a page can either. The camera scans invites. */
const DENIED_FEATURES = [
	'accelerometer',
	'autoplay',
	'browsing-topics',
	'compute-pressure',
	'display-capture',
	'encrypted-media',
	'geolocation',
	'gyroscope',
	'hid',
	'idle-detection',
	'keyboard-map',
	'local-fonts',
	'magnetometer',
	'microphone',
	'midi',
	'otp-credentials',
	'payment',
	'picture-in-picture',
	'publickey-credentials-create',
	'publickey-credentials-get',
	'serial',
	'storage-access',
	'usb',
	'window-management',
	'xr-spatial-tracking'
];

/** What holds for every answer. */
const SECURITY_HEADERS = Object.freeze({
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Permissions-Policy': ['camera=(self)', ...DENIED_FEATURES.map((feature) => `${feature}=()`)].join(', '),
	// No `Origin-Agent-Cluster`: together with the opener policy it keeps Chromium from caching compiled scripts, and each start compiles all.
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin'
});

const NO_FRAMES = "frame-ancestors 'none'";

/** A page brings its own policy in a meta tag, where `frame-ancestors` has no effect. */
const PAGE_POLICY = NO_FRAMES;

/** Of workers: the service worker fetches what it keeps, and imports a part of itself; the one that reads notes has Loro in it. */
const SCRIPT_POLICY = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; ${NO_FRAMES}`;

/** A picture can be opened as a page of its own. */
const FILE_POLICY = `default-src 'none'; style-src 'unsafe-inline'; ${NO_FRAMES}`;

const ONE_YEAR_SECONDS = 31_536_000;

/** For files whose name changes with their content. */
export const CACHE_FOR_EVER = `public, max-age=${ONE_YEAR_SECONDS}, immutable`;

/** For all others: kept, but asked about each time, so that a new version is found at once. */
export const CACHE_AND_ASK = 'no-cache';

/**
 * @param {ServerResponse} response
 * @param {string} path what was asked for
 */
export function setSecurityHeaders(response, path) {
	for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
	response.setHeader('Content-Security-Policy', policyOf(path));
}

/** @param {string} path */
function policyOf(path) {
	switch (extname(path)) {
		case '':
		case '.html':
			return PAGE_POLICY;
		case '.js':
			return SCRIPT_POLICY;
		default:
			return FILE_POLICY;
	}
}
