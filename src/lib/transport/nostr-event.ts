import { createEvent, subscribe } from 'trystero/nostr';

/** An event as Trystero makes and signs it. */
export interface SignedEvent {
	readonly id: string;
	/** The client message that publishes it. */
	readonly message: string;
}

/** Makes and signs an ephemeral event about a topic. */
export async function signEvent(topic: string, content: string): Promise<SignedEvent> {
	const message = await createEvent(topic, content);
	const [, { id }] = JSON.parse(message) as [string, { id: string }];
	return { id, message };
}

/**
 * What to ask a relay for. Trystero's request also says `since` now by this machine's clock, which hides a peer
 * whose clock is late; ephemeral events are not stored, so nothing older can come.
 */
export function topicFilter(topic: string): Readonly<Record<string, unknown>> {
	const [, , filter] = JSON.parse(subscribe('', topic)) as [string, string, Record<string, unknown>];
	delete filter['since'];
	return filter;
}
