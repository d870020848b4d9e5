import { StorageError } from '../storage/chunk-store.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import type { MeetingConfig } from '../transport/room.js';

/** config.json is a few lines; a larger answer, in UTF-16 units, is something else. */
const MAX_CONFIG_LENGTH = 64 * 1024;

/** How long config.json may take, in milliseconds, before the one of last time is used. */
const FETCH_TIMEOUT_MS = 4_000;

/** Where the last good config.json is kept, for starts without the network. */
const SECTION = 'config';
const STORED_KEY = 'meeting';

/** The servers that config.json names. What a person sets themselves stands in own-servers.svelte.ts. */
export type StandardServers = Pick<MeetingConfig, 'relays' | 'iceServers'>;

const NO_SERVERS: StandardServers = { relays: [], iceServers: [] };

/** The file is there and is no configuration. `unreachable` is no trouble: that is how it looks offline. */
export type ConfigProblem = 'unreachable' | 'malformed';

export interface LoadedConfig {
	readonly config: StandardServers;
	readonly problem: ConfigProblem | undefined;
}

class ConfigError extends Error {
	override readonly name = 'ConfigError';

	constructor(
		readonly problem: ConfigProblem,
		options?: ErrorOptions
	) {
		super(`config.json is ${problem}`, options);
	}
}

function isStrings(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isIceServer(value: unknown): value is RTCIceServer {
	if (typeof value !== 'object' || value === null || !('urls' in value)) return false;
	return typeof value.urls === 'string' || isStrings(value.urls);
}

function isStandardServers(value: unknown): value is StandardServers {
	if (typeof value !== 'object' || value === null) return false;
	const { relays, iceServers } = value as Record<string, unknown>;
	return isStrings(relays) && Array.isArray(iceServers) && iceServers.every(isIceServer);
}

function toRelayUrl(relay: string, configUrl: string): string {
	const url = new URL(relay, configUrl);
	// A WebSocket address has no fragment.
	url.hash = '';
	if (url.protocol === 'http:') url.protocol = 'ws:';
	if (url.protocol === 'https:') url.protocol = 'wss:';
	if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw new TypeError(`no relay address: ${relay}`);
	return url.href;
}

/**
 * Reads config.json. Relay addresses may be relative to the file's own, so that one file serves any host.
 *
 * @throws ConfigError "malformed"
 */
export function parseConfig(text: string, configUrl: string): StandardServers {
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed !== 'object' || parsed === null) throw new TypeError('not an object');
		const config: unknown = { iceServers: [], ...parsed };
		if (!isStandardServers(config)) throw new TypeError('no lists of relays and iceServers');
		const { relays, iceServers } = config;
		return { relays: relays.map((relay) => toRelayUrl(relay, configUrl)), iceServers };
	} catch (cause) {
		throw new ConfigError('malformed', { cause });
	}
}

async function fetchConfig(configUrl: string): Promise<StandardServers> {
	const text = await fetchText(configUrl);
	if (text.length > MAX_CONFIG_LENGTH) throw new ConfigError('malformed');
	return parseConfig(text, configUrl);
}

async function fetchText(configUrl: string): Promise<string> {
	try {
		const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
		const response = await fetch(configUrl, { cache: 'no-cache', credentials: 'omit', signal });
		if (!response.ok) throw new TypeError(`status ${response.status}`);
		return await response.text();
	} catch (cause) {
		throw new ConfigError('unreachable', { cause });
	}
}

/**
 * Where peers are met: by config.json, else by the one of last time, else nowhere. Never rejects: a note can be
 * written without any of it.
 */
export async function loadMeetingConfig(configUrl: string, local: KeyValueStore): Promise<LoadedConfig> {
	const section = local.section(SECTION, isStandardServers);
	try {
		const config = await fetchConfig(configUrl);
		await keep(config, section);
		return { config, problem: undefined };
	} catch (failure) {
		if (!(failure instanceof ConfigError)) throw failure;
		return { config: (await kept(section)) ?? NO_SERVERS, problem: failure.problem };
	}
}

async function keep(config: StandardServers, section: KeyValueSection<StandardServers>): Promise<void> {
	try {
		await section.set(STORED_KEY, config);
	} catch (failure) {
		if (!(failure instanceof StorageError)) throw failure;
		console.warn('config.json could not be kept for offline use', failure.reason);
	}
}

async function kept(section: KeyValueSection<StandardServers>): Promise<StandardServers | undefined> {
	try {
		return await section.get(STORED_KEY);
	} catch (failure) {
		if (!(failure instanceof StorageError)) throw failure;
		return undefined;
	}
}
