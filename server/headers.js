/** @import { ServerResponse } from 'node:http' */

const DENIED_FEATURES = [
	'accelerometer',
	'autoplay',
	'display-capture',
	'geolocation',
	'gyroscope',
	'hid',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'serial',
	'usb',
	'xr-spatial-tracking'
];

/**
 * What holds for every answer. The page brings its own Content-Security-Policy in a meta tag, where `frame-ancestors` has
 * no effect; hence this one. The camera scans invites.
 */
const SECURITY_HEADERS = Object.freeze({
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Permissions-Policy': ['camera=(self)', ...DENIED_FEATURES.map((feature) => `${feature}=()`)].join(', '),
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Content-Security-Policy': "frame-ancestors 'none'"
});

const ONE_YEAR_SECONDS = 31_536_000;

/** For files whose name changes with their content. */
export const CACHE_FOR_EVER = `public, max-age=${ONE_YEAR_SECONDS}, immutable`;

/** For all others: kept, but asked about each time, so that a new version is found at once. */
export const CACHE_AND_ASK = 'no-cache';

/** @param {ServerResponse} response */
export function setSecurityHeaders(response) {
	for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
}
