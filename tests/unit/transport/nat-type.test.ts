import { describe, expect, it } from 'vitest';
import { natType, type NatType } from '$lib/transport/nat-type.js';
import { stunUrls, type StunFindings } from '$lib/transport/stun-mappings.js';

const HERE = '4 192.0.2.2 40000';
const OUTSIDE = '203.0.113.5 4000';
const ELSEWHERE = '203.0.113.5 5000';
const V6 = '6 2001:db8::2 40000';

function findings(facts: Partial<StunFindings>): StunFindings {
	return { asked: 2, answered: 2, isOpen: false, mappings: [{ port: HERE, seenAs: OUTSIDE }], ...facts };
}

describe('what stands between this device and the Internet', () => {
	it.each<[string, Partial<StunFindings>, NatType]>([
		['all see one address', {}, { kind: 'same-for-everyone' }],
		[
			'each sees another port',
			{ mappings: [HERE, HERE].map((port, index) => ({ port, seenAs: index === 0 ? OUTSIDE : ELSEWHERE })) },
			{ kind: 'different-for-each' }
		],
		[
			'two ports, each seen as one address',
			{
				mappings: [
					{ port: HERE, seenAs: OUTSIDE },
					{ port: V6, seenAs: ELSEWHERE }
				]
			},
			{ kind: 'same-for-everyone' }
		],
		['they see its own address', { isOpen: true }, { kind: 'open' }],
		['one alone sees its own address', { asked: 1, answered: 1, isOpen: true }, { kind: 'open' }],
		['none answers', { answered: 0, mappings: [] }, { kind: 'blocked' }],
		['the only one does not answer', { asked: 1, answered: 0, mappings: [] }, { kind: 'blocked' }],
		['there is none', { asked: 0, answered: 0, mappings: [] }, { kind: 'unknown', why: 'no-server' }],
		['there is one', { asked: 1, answered: 1 }, { kind: 'unknown', why: 'one-server' }],
		['one of several answers', { asked: 3, answered: 1 }, { kind: 'unknown', why: 'one-answer' }]
	])('%s', (_, facts, expected) => {
		expect(natType(findings(facts))).toEqual(expected);
	});
});

it('the STUN servers of a configuration are those that are no TURN servers, each once', () => {
	const servers: RTCIceServer[] = [
		{ urls: ['stun:a.example:3478', 'stun:b.example', 'stuns:c.example'] },
		{ urls: 'turn:d.example', username: 'u', credential: 'c' },
		{ urls: 'STUN:a.example:3478' },
		{ urls: 'stun:b.example' }
	];
	expect(stunUrls(servers)).toEqual([
		'stun:a.example:3478',
		'stun:b.example',
		'stuns:c.example',
		'STUN:a.example:3478'
	]);
});
