import { describe, expect, it } from 'vitest';
import {
	AddressError,
	cleanOwnServers,
	effectiveConfig,
	MAX_ADDRESS_LENGTH,
	MAX_OWN_RELAYS,
	NO_OWN_SERVERS,
	readRelayAddress,
	readStunAddress,
	readTurnServer
} from '$lib/workspace/own-servers';

const STANDARD = {
	relays: ['wss://standard.example/'],
	iceServers: [
		{ urls: 'stun:stun.example' },
		{ urls: ['turn:turn.example', 'stun:turn.example'], username: 'u', credential: 'c' }
	]
};
const TURN = { url: 'turn:own.example:3478', username: 'me', credential: 'secret' };

function problemOf(read: () => unknown): string {
	try {
		read();
	} catch (failure) {
		if (failure instanceof AddressError) return failure.problem;
		throw failure;
	}
	return 'none';
}

describe("a relay's address", () => {
	it.each([
		['wss://relay.example', 'wss://relay.example/'],
		['  WSS://Relay.example/a#b ', 'wss://relay.example/a'],
		['ws://127.0.0.1:7000/r', 'ws://127.0.0.1:7000/r'],
		['ws://[::1]:7000', 'ws://[::1]:7000/']
	])('is read from %s', (typed, url) => expect(readRelayAddress(typed, true)).toBe(url));

	it.each(['', 'relay.example', 'https://relay.example', 'wss://', 'wss:// a', 'javascript:alert(1)'])(
		'is not %j',
		(typed) => expect(problemOf(() => readRelayAddress(typed, false))).toBe('no-relay')
	);

	it('is encrypted where the page is, unless the relay is on this machine', () => {
		expect(problemOf(() => readRelayAddress('ws://relay.example', true))).toBe('insecure-relay');
		expect(readRelayAddress('ws://relay.example', false)).toBe('ws://relay.example/');
	});

	it('is no longer than an address is', () => {
		expect(problemOf(() => readRelayAddress(`wss://${'a'.repeat(MAX_ADDRESS_LENGTH)}`, true))).toBe(
			'too-long'
		);
	});
});

describe('the address of a STUN or TURN server', () => {
	it.each(['stun:a.example', 'STUNS:a.example:5349', 'stun:192.0.2.1:3478', 'stun:[2001:db8::1]:3478'])(
		'is %s',
		(typed) => expect(readStunAddress(` ${typed} `)).toBe(typed)
	);

	it.each(['', 'a.example', 'stun:', 'stun://a.example', 'turn:a.example', 'stun:a b', 'stun:a.example:x'])(
		'is not %j',
		(typed) => expect(problemOf(() => readStunAddress(typed))).toBe('no-stun')
	);

	it('may name the transport of TURN, and needs a user name and a password', () => {
		const url = 'turns:a.example:443?transport=tcp';
		expect(readTurnServer({ ...TURN, url })).toEqual({ ...TURN, url });
		expect(problemOf(() => readTurnServer({ ...TURN, url: 'stun:a.example' }))).toBe('no-turn');
		expect(problemOf(() => readTurnServer({ ...TURN, url: 'turn:a.example?transport=x' }))).toBe('no-turn');
		expect(problemOf(() => readTurnServer({ ...TURN, url: 'turn:a.example:70000' }))).toBe('no-turn');
		for (const port of ['0', '65536', '99999'])
			expect(problemOf(() => readStunAddress(`stun:a.example:${port}`))).toBe('no-stun');
		expect(readStunAddress('stun:a.example:65535')).toBe('stun:a.example:65535');
		expect(problemOf(() => readTurnServer({ ...TURN, username: ' ' }))).toBe('incomplete');
		expect(problemOf(() => readTurnServer({ ...TURN, credential: '' }))).toBe('incomplete');
		expect(problemOf(() => readTurnServer({ ...TURN, credential: 'x'.repeat(513) }))).toBe('too-long');
	});
});

describe('what is stored', () => {
	it('is used as far as it can be, each server once, and no more of them than there may be', () => {
		const relays = Array.from({ length: 20 }, (_, number) => `wss://${number}.example/`);
		const own = cleanOwnServers({
			relays: [7, 'nonsense', 'wss://0.example/', ...relays],
			stun: 'stun:a.example',
			turn: [TURN, { url: TURN.url }, null, 'turn:a.example', TURN],
			onlyThroughTurn: true,
			later: 1
		});
		expect(own).toEqual({
			relays: relays.slice(0, MAX_OWN_RELAYS),
			stun: [],
			turn: [TURN],
			onlyThroughTurn: true
		});
	});

	it.each([undefined, null, 7, 'x', [], { onlyThroughTurn: 'yes' }])('is nothing if it is %j', (stored) =>
		expect(cleanOwnServers(stored)).toEqual(NO_OWN_SERVERS)
	);

	it('keeps the wish to hide the address, whatever else is damaged', () => {
		expect(cleanOwnServers({ relays: {}, turn: 3, onlyThroughTurn: true }).onlyThroughTurn).toBe(true);
	});
});

describe('the servers in use', () => {
	it('are the standard ones as long as there are no own ones', () => {
		const config = effectiveConfig(STANDARD, NO_OWN_SERVERS);
		expect(config.relays).toEqual(STANDARD.relays);
		expect(config.onlyThroughTurn).toBe(false);
		expect(config.iceServers).toEqual([
			{ urls: ['stun:stun.example'] },
			{ urls: ['stun:turn.example'], username: 'u', credential: 'c' },
			{ urls: ['turn:turn.example'], username: 'u', credential: 'c' }
		]);
	});

	it('are the own ones of each kind of which there are any', () => {
		const own = {
			relays: ['wss://own.example/'],
			stun: ['stun:own.example'],
			turn: [TURN],
			onlyThroughTurn: true
		};
		expect(effectiveConfig(STANDARD, own)).toEqual({
			relays: ['wss://own.example/'],
			iceServers: [
				{ urls: ['stun:own.example'] },
				{ urls: [TURN.url], username: TURN.username, credential: TURN.credential }
			],
			onlyThroughTurn: true
		});
		const turnOnly = effectiveConfig(STANDARD, { ...NO_OWN_SERVERS, turn: [TURN] });
		expect(turnOnly.iceServers.flatMap(({ urls }) => urls)).toEqual([
			'stun:stun.example',
			'stun:turn.example',
			TURN.url
		]);
	});
});
