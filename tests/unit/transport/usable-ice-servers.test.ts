import { beforeEach, expect, it, vi } from 'vitest';
import { sortIceServers } from '$lib/transport/usable-ice-servers.js';

/** As browsers do it: a connection with one server that is none is not made. */
class Connection {
	constructor({ iceServers = [] }: RTCConfiguration) {
		for (const { urls, credential } of iceServers)
			for (const url of [urls].flat()) {
				if (/:\d{6,}/.test(url) || (url.startsWith('turn:') && credential === undefined))
					throw new DOMException(`not taken: ${url}`, 'SyntaxError');
			}
	}

	close(): void {
		expect(this).toBeInstanceOf(Connection);
	}
}

const TURN = { urls: ['turn:a.example', 'turn:a.example:700000'], username: 'me', credential: 'secret' };

beforeEach(() => {
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

it('an address that the browser does not take is told, and takes no other along', () => {
	vi.stubGlobal('RTCPeerConnection', Connection);
	const stun = { urls: ['stun:a.example', 'stun:a.example:700000', 'stun:b.example'] };
	const { usable, refused } = sortIceServers([stun, TURN, { urls: 'turn:c.example' }]);
	expect(usable).toEqual([
		{ urls: ['stun:a.example'] },
		{ urls: ['stun:b.example'] },
		{ ...TURN, urls: ['turn:a.example'] }
	]);
	expect(refused).toEqual(['stun:a.example:700000', 'turn:a.example:700000', 'turn:c.example']);
});

it('a browser without WebRTC takes none, and refuses none', () => {
	vi.stubGlobal('RTCPeerConnection', undefined);
	expect(sortIceServers([TURN])).toEqual({ usable: [TURN], refused: [] });
});
