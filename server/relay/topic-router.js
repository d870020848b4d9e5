import { createOutgoingEventMessage, createOutgoingOkMessage } from '@nostr-relay/common';
import { matches } from './filters.js';
import { reasonToRefuse, refusalOf } from './message-rules.js';

/** @import { ClientContext, Event, HandleMessagePlugin, HandleMessageResult, IncomingMessage } from '@nostr-relay/common' */
/** @import { RelayLimits } from './limits.js' */

/**
 * Checks each message and passes events on to those who asked for their topic. Core keeps the subscriptions and answers
 * the rest; events do not go through it, because it ignores tags, passes on no event of kind 22242, which Trystero uses
 * like any other, and remembers its verdict on an id before it has checked that the id is the event's.
 *
 * @implements {HandleMessagePlugin}
 */
export class TopicRouter {
	#limits;
	/** @type {Set<ClientContext>} */
	#subscribers = new Set();

	/** @param {RelayLimits} limits */
	constructor(limits) {
		this.#limits = limits;
	}

	/**
	 * @param {ClientContext} client
	 * @param {IncomingMessage} message
	 * @param {() => Promise<HandleMessageResult>} next hands the message to core
	 * @returns {Promise<HandleMessageResult>} nothing when the message was refused
	 */
	handleMessage(client, message, next) {
		const reason = reasonToRefuse(message, client.subscriptions, this.#limits);
		if (reason !== undefined) {
			client.sendMessage(refusalOf(message, reason));
			return Promise.resolve();
		}
		if (message[0] !== 'EVENT') {
			this.#subscribers.add(client);
			return next();
		}
		const [, event] = message;
		this.#deliver(event);
		client.sendMessage(createOutgoingOkMessage(event.id, true));
		return Promise.resolve({ messageType: 'EVENT', success: true });
	}

	/** @param {Event} event */
	#deliver(event) {
		for (const client of this.#subscribers) {
			if (!client.isOpen) {
				this.#subscribers.delete(client);
				continue;
			}
			for (const [id, filters] of client.subscriptions.entries()) {
				if (filters.some((filter) => matches(event, filter))) {
					client.sendMessage(createOutgoingEventMessage(id, event));
				}
			}
		}
	}
}
