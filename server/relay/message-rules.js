import {
	EventKind,
	createOutgoingClosedMessage,
	createOutgoingNoticeMessage,
	createOutgoingOkMessage
} from '@nostr-relay/common';
import { topicsOf } from './filters.js';
import { isAuthentic } from './signature.js';

/** @import { ClientContext, Event, Filter, IncomingMessage } from '@nostr-relay/common' */
/** @import { RelayLimits } from './limits.js' */

/**
 * @param {IncomingMessage} message
 * @param {ClientContext['subscriptions']} subscriptions those that the client has already
 * @param {RelayLimits} limits
 * @returns {string | undefined} why the relay will not take the message, in the form that NIP-01 asks for
 */
export function reasonToRefuse(message, subscriptions, limits) {
	switch (message[0]) {
		case 'EVENT':
			return reasonToRefuseEvent(message[1], limits);
		case 'REQ': {
			const [, id, ...filters] = message;
			return reasonToRefuseSubscription(id, filters, subscriptions, limits);
		}
		case 'AUTH':
			return 'unsupported: this relay asks nobody to sign in';
		case 'CLOSE':
			return undefined;
	}
}

/**
 * @param {IncomingMessage} message
 * @param {string} reason
 */
export function refusalOf(message, reason) {
	if (message[0] === 'REQ') return createOutgoingClosedMessage(message[1], reason);
	if (message[0] === 'EVENT' || message[0] === 'AUTH')
		return createOutgoingOkMessage(message[1].id, false, reason);
	return createOutgoingNoticeMessage(reason);
}

/**
 * @param {Event} event
 * @param {RelayLimits} limits
 */
function reasonToRefuseEvent(event, limits) {
	if (event.kind < EventKind.EPHEMERAL_FIRST || event.kind > EventKind.EPHEMERAL_LAST) {
		return 'blocked: only ephemeral events';
	}
	if (Math.abs(event.created_at - Date.now() / 1_000) > limits.clockToleranceSeconds) {
		return 'invalid: created_at is too far from now';
	}
	if (!isAuthentic(event)) return 'invalid: bad signature';
	return undefined;
}

/**
 * @param {string} id
 * @param {Filter[]} filters
 * @param {ClientContext['subscriptions']} subscriptions
 * @param {RelayLimits} limits
 */
function reasonToRefuseSubscription(id, filters, subscriptions, limits) {
	if (filters.length === 0 || filters.length > limits.maxFilters) {
		return `restricted: between 1 and ${limits.maxFilters} filters per subscription`;
	}
	// Who does not know a topic learns nothing of it, not even that it is in use.
	if (filters.some((filter) => topicsOf(filter).length === 0)) {
		return 'restricted: every filter must name its topics in #x';
	}
	if (!subscriptions.has(id) && subscriptions.size >= limits.maxSubscriptions) {
		return `restricted: no more than ${limits.maxSubscriptions} subscriptions`;
	}
	const others = [...subscriptions.entries()].filter(([other]) => other !== id).flatMap(([, kept]) => kept);
	const topicCount = [...others, ...filters].reduce((sum, filter) => sum + topicsOf(filter).length, 0);
	if (topicCount > limits.maxTopics) return `restricted: no more than ${limits.maxTopics} topics`;
	return undefined;
}
