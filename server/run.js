import { fileURLToPath } from 'node:url';
import { LOOPBACK } from './listen.js';
import { serve } from './serve.js';
import { readSettings } from './settings.js';

const BUILD_DIR = fileURLToPath(new URL('../build', import.meta.url));
const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Serves a built app, as the environment says, until a signal ends it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [buildDir]
 */
export async function run(env, buildDir = BUILD_DIR) {
	const settings = readSettings(env);
	const server = await serve({ ...settings, buildDir });
	console.log(greeting(server.url, settings.host));

	let isStopping = false;
	for (const signal of STOP_SIGNALS) {
		// Stays on: from a terminal the signal can come twice, once from npm, and a second one must not cut the first short.
		process.on(signal, () => {
			if (isStopping) return;
			isStopping = true;
			console.log('Stopped.');
			// Left to itself, Node gives up its signal handlers before it is gone, and npm's late second signal would count.
			void server.close().then(() => process.exit(0));
		});
	}
}

/**
 * @param {string} url
 * @param {string} host
 */
function greeting(url, host) {
	const reach =
		host === LOOPBACK
			? 'Only this machine reaches it; HOST=0.0.0.0 opens it to others.'
			: 'Other machines reach it too, at the addresses of this one.';
	return [
		`Perch is at ${url}`,
		reach,
		'On another device, such as a phone, it works over HTTPS only (a reverse proxy or a tunnel in front of it):',
		'but for localhost, browsers keep encryption, offline use and the camera to https addresses.',
		'Ctrl-C ends it.'
	].join('\n');
}
