import { afterEach, expect, it, vi } from 'vitest';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value';
import { loadMeetingConfig, parseConfig } from '$lib/workspace/meeting-config';

const URL = 'https://perch.test/app/config.json';

afterEach(() => vi.unstubAllGlobals());

function answer(body: string, status = 200): void {
	vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));
}

it('resolves relays against the address of config.json itself, as WebSocket addresses', () => {
	const text = '{ "relays": ["./relay", "wss://relay.example", "https://other.example/r"] }';
	expect(parseConfig(text, URL)).toEqual({
		relays: ['wss://perch.test/app/relay', 'wss://relay.example/', 'wss://other.example/r'],
		iceServers: []
	});
});

it('uses the last good config when the file is not JSON, and says so', async () => {
	const local = new MemoryKeyValueStore();
	answer('{ "relays": ["wss://relay.example"], "iceServers": [{ "urls": "stun:stun.example" }] }');
	const good = await loadMeetingConfig(URL, local);
	expect(good.problem).toBeUndefined();
	answer('<html>not found</html>');
	expect(await loadMeetingConfig(URL, local)).toEqual({ config: good.config, problem: 'malformed' });
});

it.each([
	'null',
	'[]',
	'{}',
	'{"relays":"x"}',
	'{"relays":[1]}',
	'{"relays":["mailto:x"]}',
	'{"relays":[],"iceServers":[{}]}'
])('refuses %s', async (text) => {
	answer(text);
	const loaded = await loadMeetingConfig(URL, new MemoryKeyValueStore());
	expect(loaded).toEqual({ config: { relays: [], iceServers: [] }, problem: 'malformed' });
});

it('takes an unreachable config.json for what it is: no network', async () => {
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
	expect((await loadMeetingConfig(URL, new MemoryKeyValueStore())).problem).toBe('unreachable');
	answer('gone', 404);
	expect((await loadMeetingConfig(URL, new MemoryKeyValueStore())).problem).toBe('unreachable');
});
