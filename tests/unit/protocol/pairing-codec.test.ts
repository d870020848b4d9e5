import { describe, expect, it } from 'vitest';
import { DecodeError } from '$lib/protocol/codec.js';
import {
	decodePairingDescription,
	decodePairingOffer,
	encodePairingDescription,
	encodePairingOffer,
	isPackable,
	type HostCandidate,
	type PairingDescription
} from '$lib/protocol/pairing-codec.js';
import { concatBytes } from '$lib/util/bytes.js';
import { seeded, type Random } from '../../fuzz/random.js';
import { PAIRING_ANSWER, PAIRING_OFFER } from './pairing-examples.js';
import { vectorBytes } from './vectors.js';

const ROUNDS = 300;
const ICE_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function text(random: Random, length: number): string {
	return Array.from({ length }, () => ICE_CHARACTERS[random.int(64)]).join('');
}

function hex(random: Random, digits: number): string {
	return Array.from({ length: digits }, () => random.int(16).toString(16)).join('');
}

function candidate(random: Random): HostCandidate {
	const address = random.pick([
		() => Array.from({ length: 4 }, () => random.int(256)).join('.'),
		() => Array.from({ length: 8 }, () => random.int(65_536).toString(16)).join(':'),
		() => `${[8, 4, 4, 4, 12].map((digits) => hex(random, digits)).join('-')}.local`
	])();
	return { address, port: 1 + random.int(65_535) };
}

function description(random: Random): PairingDescription {
	return {
		iceUsername: text(random, 4 + random.int(13)),
		icePassword: text(random, 22 + random.int(27)),
		fingerprint: Uint8Array.from({ length: 32 }, () => random.int(256)),
		candidates: Array.from({ length: 1 + random.int(4) }, () => candidate(random))
	};
}

it('P28: the test vectors of docs/protocol.md', () => {
	expect(encodePairingOffer(PAIRING_OFFER)).toEqual(vectorBytes('offer, content'));
	expect(decodePairingOffer(vectorBytes('offer, content'))).toEqual(PAIRING_OFFER);
	expect(encodePairingDescription(PAIRING_ANSWER)).toEqual(vectorBytes('answer, content'));
	expect(decodePairingDescription(vectorBytes('answer, content'))).toEqual(PAIRING_ANSWER);
});

it('P28: what is packed comes out as it was', () => {
	const random = seeded(28);
	for (let round = 0; round < ROUNDS; round += 1) {
		const one = description(random);
		const madeAt = random.int(2 ** 31) * 2 + random.int(2);
		expect(decodePairingDescription(encodePairingDescription(one))).toEqual(one);
		expect(decodePairingOffer(encodePairingOffer({ madeAt, description: one }))).toEqual({
			madeAt,
			description: one
		});
	}
});

describe('P28: there is one way to write each', () => {
	it('anything cut off or left over is refused', () => {
		const bytes = vectorBytes('offer, content');
		for (let length = 0; length < bytes.length; length += 1)
			expect(() => decodePairingOffer(bytes.slice(0, length))).toThrow(DecodeError);
		expect(() => decodePairingOffer(concatBytes(bytes, Uint8Array.of(0)))).toThrow(DecodeError);
	});

	it('whatever bit is turned, it is refused or means something else', () => {
		for (const bytes of [vectorBytes('answer, content'), encodePairingDescription(description(seeded(1)))]) {
			for (let bit = 0; bit < bytes.length * 8; bit += 1) {
				const changed = bytes.slice();
				changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				let read: PairingDescription;
				try {
					read = decodePairingDescription(changed);
				} catch (error) {
					expect(error).toBeInstanceOf(DecodeError);
					continue;
				}
				expect(encodePairingDescription(read)).toEqual(changed);
			}
		}
	});

	it.each([
		['no candidate', { candidates: [] }],
		['five candidates', { candidates: Array.from({ length: 5 }, () => candidate(seeded(2))) }],
		['a short user name', { iceUsername: 'abc' }],
		['a long user name', { iceUsername: 'a'.repeat(17) }],
		['a short password', { icePassword: 'a'.repeat(21) }],
		['a long password', { icePassword: 'a'.repeat(49) }],
		['a character that ICE has not', { iceUsername: 'ab-d' }],
		['a fingerprint of another length', { fingerprint: new Uint8Array(31) }],
		['a name that is no UUID', { candidates: [{ address: 'printer.local', port: 1 }] }],
		['no port', { candidates: [{ address: '192.0.2.1', port: 0 }] }],
		['a port beyond the last', { candidates: [{ address: '192.0.2.1', port: 65_536 }] }],
		['a port that is no number', { candidates: [{ address: '192.0.2.1', port: Number.NaN }] }]
	])('%s is not packed', (_, part) => {
		expect(() => encodePairingDescription({ ...PAIRING_ANSWER, ...part })).toThrow(RangeError);
	});
});

it('P28: addresses that a code has a place for', () => {
	for (const address of ['192.0.2.1', 'fd00::1', '9f310714-6870-40e0-93e8-a2049ceb7587.local'])
		expect(isPackable(address)).toBe(true);
	for (const address of ['', 'printer.local', 'fe80::1%2', '9F310714-6870-40e0-93e8-a2049ceb7587.local'])
		expect(isPackable(address)).toBe(false);
});
