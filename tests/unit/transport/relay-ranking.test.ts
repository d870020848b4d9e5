import { describe, expect, it } from 'vitest';
import { RELAYS_PER_ROOM } from '$lib/transport/limits';
import { chooseRelays, rankRelays } from '$lib/transport/relay-ranking';

const RELAYS = ['a', 'b', 'c', 'd', 'e'].map((name) => `wss://${name}.example/`);
const TOPICS = Array.from({ length: 1_000 }, (_, number) => number.toString(16).padStart(64, '0'));
const TOPIC_OF_VECTORS = 'dc53fd98daad9d5b238b320dda5530a1f525b652d3fd3b2137335a8925c465b4';

function used(relays: readonly string[], topic: string): readonly string[] {
	return rankRelays(relays, topic).slice(0, RELAYS_PER_ROOM);
}

describe('P30: the relays of a room', () => {
	it('are the same for all, in whatever order and however often they are configured', () => {
		for (const topic of TOPICS.slice(0, 50)) {
			const ranked = rankRelays(RELAYS, topic);
			expect(rankRelays([...RELAYS, ...RELAYS].reverse(), topic)).toEqual(ranked);
			expect([...ranked].sort()).toEqual(RELAYS);
		}
	});

	it('are those of the test vector', () => {
		expect(
			rankRelays(RELAYS, TOPIC_OF_VECTORS)
				.map((url) => url.slice(6, 7))
				.join('')
		).toBe('debac');
	});

	it('spread the rooms: each of 5 relays carries about 3 of 5 rooms', () => {
		for (const relay of RELAYS) {
			const share = TOPICS.filter((topic) => used(RELAYS, topic).includes(relay)).length / TOPICS.length;
			expect(share).toBeGreaterThan(0.55);
			expect(share).toBeLessThan(0.65);
		}
	});

	it('stay when another relay is taken out of the list, and only its rooms get one more', () => {
		const [gone, ...rest] = RELAYS as [string, ...string[]];
		for (const topic of TOPICS) {
			const before = used(RELAYS, topic);
			const after = used(rest, topic);
			if (!before.includes(gone)) expect(after).toEqual(before);
			else expect(after.filter((url) => before.includes(url))).toEqual(before.filter((url) => url !== gone));
		}
	});
});

describe('P30: the choice', () => {
	it('reaches on past relays that fail, and keeps them', () => {
		const failing = ['a', 'c'];
		const choose = (count: number) =>
			chooseRelays(
				['a', 'b', 'c', 'd', 'e'],
				(url) => (failing.includes(url) ? 'failing' : 'answering'),
				count
			);
		expect(choose(1)).toEqual(['a', 'b']);
		expect(choose(2)).toEqual(['a', 'b', 'c', 'd']);
		expect(choose(4)).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	it('takes as many as there are where there are fewer', () => {
		expect(chooseRelays(['a'], () => 'failing', 3)).toEqual(['a']);
		expect(chooseRelays([], () => 'failing', 3)).toEqual([]);
	});
});
