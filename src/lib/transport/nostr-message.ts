import { parseJson } from '../util/parse-json.js';
import { MAX_RELAY_MESSAGE } from './limits.js';

/** The part of a Nostr event (NIP-01) that the meeting of peers needs. */
export interface NostrEvent {
	readonly id: string;
	readonly content: string;
}

/** What a relay says, as far as it is of use here. */
export type RelayMessage =
	| { readonly type: 'event'; readonly subscription: string; readonly event: NostrEvent }
	/** All that the relay had of a subscription was sent: the subscription is in force. */
	| { readonly type: 'subscribed'; readonly subscription: string }
	/** The relay ended or refused a subscription. */
	| { readonly type: 'closed'; readonly subscription: string; readonly reason: string }
	| {
			readonly type: 'verdict';
			readonly eventId: string;
			readonly accepted: boolean;
			readonly reason: string;
	  };

/** Reads a relay's message; undefined for one that is of no use, too large, or none. */
export function readRelayMessage(data: unknown): RelayMessage | undefined {
	if (typeof data !== 'string' || data.length > MAX_RELAY_MESSAGE) return undefined;
	const parsed = parseJson(data);
	if (!Array.isArray(parsed)) return undefined;
	const [type, about, ...rest] = parsed as readonly unknown[];
	if (typeof about !== 'string') return undefined;
	switch (type) {
		case 'EVENT':
			return isEvent(rest[0]) ? { type: 'event', subscription: about, event: rest[0] } : undefined;
		case 'EOSE':
			return { type: 'subscribed', subscription: about };
		case 'CLOSED':
			return { type: 'closed', subscription: about, reason: textOf(rest[0]) };
		case 'OK':
			return { type: 'verdict', eventId: about, accepted: rest[0] === true, reason: textOf(rest[1]) };
		default:
			return undefined;
	}
}

function isEvent(value: unknown): value is NostrEvent {
	if (typeof value !== 'object' || value === null) return false;
	const { id, content } = value as Partial<Record<keyof NostrEvent, unknown>>;
	return typeof id === 'string' && typeof content === 'string';
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
