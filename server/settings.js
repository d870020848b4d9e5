import { Failure } from './failure.js';
import { LOOPBACK } from './listen.js';

const DEFAULT_PORT = 4173;
const MAX_PORT = 65_535;

/**
 * @typedef {object} IceServer
 * @property {string | string[]} urls
 * @property {string} [username]
 * @property {string} [credential]
 */

/**
 * @typedef {object} Settings
 * @property {number} port 0 takes any free one
 * @property {string} host an address or a host name; `localhost` is both loopback addresses
 * @property {string} base the path that the app was built for: empty, or `/` and a name
 * @property {IceServer[]} iceServers STUN and TURN servers that clients are told of
 * @property {boolean} isBehindProxy whether every request comes from a reverse proxy, whose word on its clients is taken
 */

/**
 * Reads the server's settings from the environment.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Settings}
 * @throws {Failure} when a setting cannot be used
 */
export function readSettings(env) {
	return {
		port: readPort(env.PORT),
		host: env.HOST?.trim() || LOOPBACK,
		base: readBase(env.BASE_PATH),
		iceServers: readIceServers(env.PERCH_ICE_SERVERS),
		isBehindProxy: readSwitch('PERCH_TRUST_PROXY', env.PERCH_TRUST_PROXY)
	};
}

/** @param {string | undefined} value */
function readPort(value) {
	const text = value?.trim() ?? '';
	if (text === '') return DEFAULT_PORT;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > MAX_PORT) {
		throw new Failure(`PORT is "${text}", but it must be a whole number from 0 to ${MAX_PORT}.`);
	}
	return port;
}

/** @param {string | undefined} value */
function readBase(value) {
	const base = value ?? '';
	if (base !== '' && !/^(\/[\w.~-]+)+$/.test(base)) {
		throw new Failure(
			`BASE_PATH is "${base}", but it must be empty or like /perch, without a slash at its end.`
		);
	}
	return base;
}

/**
 * @param {string} name
 * @param {string | undefined} value
 */
function readSwitch(name, value) {
	const text = value?.trim() ?? '';
	if (!['', '0', '1'].includes(text)) throw new Failure(`${name} is "${text}", but it must be 1 or 0.`);
	return text === '1';
}

/** @param {string | undefined} value */
function readIceServers(value) {
	if (value === undefined || value.trim() === '') return [];
	const expected = 'must be a JSON array like [{"urls":"turn:host:3478","username":"u","credential":"c"}]';
	/** @type {unknown} */
	let parsed;
	try {
		parsed = JSON.parse(value);
	} catch {
		// The value may hold a password, so it is not repeated, and neither is the parser's message, which quotes it.
		throw new Failure(`PERCH_ICE_SERVERS is not valid JSON: it ${expected}.`);
	}
	if (!Array.isArray(parsed) || !parsed.every(isIceServer)) {
		throw new Failure(`PERCH_ICE_SERVERS cannot be used: it ${expected}.`);
	}
	return parsed;
}

/**
 * @param {unknown} value
 * @returns {value is IceServer}
 */
function isIceServer(value) {
	if (typeof value !== 'object' || value === null || !('urls' in value)) return false;
	const urls = /** @type {unknown[]} */ (Array.isArray(value.urls) ? value.urls : [value.urls]);
	return urls.length > 0 && urls.every((url) => typeof url === 'string' && /^(stun|turn)s?:/i.test(url));
}
