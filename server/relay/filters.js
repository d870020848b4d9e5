/** @import { Event, Filter } from '@nostr-relay/common' */

/**
 * @param {Filter} filter
 * @returns {readonly string[]} the topics that it names; Trystero tags its events with `x`
 */
export function topicsOf(filter) {
	return filter['#x'] ?? [];
}

/**
 * Whether a live event is one that the filter asks for. `since` and `until` choose among stored events and say nothing
 * here: two devices' clocks are often further apart than a handshake takes. (Core's own matching ignores tags.)
 *
 * @param {Event} event
 * @param {Filter} filter
 */
export function matches(event, filter) {
	if (filter.kinds && !filter.kinds.includes(event.kind)) return false;
	if (filter.authors && !filter.authors.includes(event.pubkey)) return false;
	if (filter.ids && !filter.ids.includes(event.id)) return false;
	return Object.entries(filter).every(([key, wanted]) => {
		if (!key.startsWith('#') || !Array.isArray(wanted)) return true;
		return event.tags.some(([name, value]) => name === key.slice(1) && wanted.some((it) => it === value));
	});
}
