import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../util/bytes.js';
import type { RelayState } from './room.js';

/**
 * The relays in the order in which a room uses them, each once: the same for all who know the room's topic and these
 * addresses, and another one for another room (docs/protocol.md, P30).
 */
export function rankRelays(urls: readonly string[], topic: string): readonly string[] {
	const scored = [...new Set(urls)].map((url) => ({ url, score: scoreOf(url, topic) }));
	return scored.sort((a, b) => (a.score < b.score ? 1 : -1)).map(({ url }) => url);
}

/** In hexadecimal, which sorts as the bytes do. */
function scoreOf(url: string, topic: string): string {
	return toHex(sha256(new TextEncoder().encode(`${url}\0${topic}`)));
}

/**
 * Of ranked relays those that are to be used: from the first on, until `count` of them do not fail. So those that fail
 * are among them.
 */
export function chooseRelays(
	ranked: readonly string[],
	stateOf: (url: string) => RelayState,
	count: number
): readonly string[] {
	const chosen: string[] = [];
	let usable = 0;
	for (const url of ranked) {
		if (usable >= count) break;
		chosen.push(url);
		if (stateOf(url) !== 'failing') usable += 1;
	}
	return chosen;
}
