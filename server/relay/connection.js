import { setImmediate as nextTurn } from 'node:timers/promises';
import { createOutgoingNoticeMessage } from '@nostr-relay/common';
import { TokenBucket } from './token-bucket.js';

/** @import { Client, IncomingMessage } from '@nostr-relay/common' */
/** @import { NostrRelay } from '@nostr-relay/core' */
/** @import { Validator } from '@nostr-relay/validator' */
/** @import { RawData, WebSocket } from 'ws' */
/** @import { RelayLimits } from './limits.js' */

const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

/**
 * One client. It is answered one message at a time, with the others' in between, and read no faster than it is answered.
 * What it may send and leave unread is bounded, and nothing that it sends throws out of here.
 *
 * @implements {Client}
 */
export class RelayConnection {
	#socket;
	#parts;
	#limits;
	#messages;
	#bytes;
	#faults;
	/** @type {string[]} */
	#queue = [];
	#isAnswering = false;
	#isAlive = true;

	/**
	 * @param {WebSocket} socket
	 * @param {{ core: NostrRelay, validator: Validator, log: (line: string) => void }} parts
	 * @param {RelayLimits} limits
	 */
	constructor(socket, parts, limits) {
		this.#socket = socket;
		this.#parts = parts;
		this.#limits = limits;
		this.#messages = new TokenBucket(limits.messageBurst, limits.messagesPerSecond);
		this.#bytes = new TokenBucket(limits.byteBurst, limits.bytesPerSecond);
		this.#faults = new TokenBucket(limits.faultBurst, limits.faultsPerSecond);
		socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
		socket.on('ping', () => this.#admit(0));
		socket.on('pong', () => (this.#isAlive = true));
		// ws closes the connection itself, with the code that fits; unheard, the event would end the process.
		socket.on('error', () => (this.#queue = []));
	}

	get readyState() {
		return this.#socket.readyState;
	}

	/**
	 * Sends, or drops the client when too much waits for it already.
	 *
	 * @param {string} text
	 */
	send(text) {
		if (this.#socket.readyState !== this.#socket.OPEN) return;
		if (this.#socket.bufferedAmount > this.#limits.maxUnsentBytes) this.#socket.terminate();
		else this.#socket.send(text);
	}

	/** Ends the connection if the client has been silent since the last call, and asks it for a sign of life otherwise. */
	checkAlive() {
		if (!this.#isAlive) {
			this.#socket.terminate();
			return;
		}
		this.#isAlive = false;
		if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
	}

	/**
	 * @param {RawData} data
	 * @param {boolean} isBinary
	 */
	#receive(data, isBinary) {
		const bytes = /** @type {Buffer} */ (data);
		if (!this.#admit(bytes.length)) return;
		if (isBinary) {
			this.#fault('invalid: only text messages');
			return;
		}
		this.#queue.push(bytes.toString());
		if (this.#queue.length >= this.#limits.maxQueuedMessages) this.#socket.pause();
		if (!this.#isAnswering) void this.#answerQueue();
	}

	/**
	 * @param {number} byteCount
	 * @returns {boolean} whether the client is within its rates
	 */
	#admit(byteCount) {
		if (this.#socket.readyState !== this.#socket.OPEN) return false;
		this.#isAlive = true;
		if (this.#messages.take() && this.#bytes.take(byteCount)) return true;
		this.#fault('rate-limited: too much in too short a time');
		return false;
	}

	async #answerQueue() {
		this.#isAnswering = true;
		for (let text = this.#queue.shift(); text !== undefined; text = this.#queue.shift()) {
			if (this.#socket.readyState === this.#socket.OPEN) await this.#answer(text);
			if (this.#queue.length === 0) this.#socket.resume();
			await nextTurn();
		}
		this.#isAnswering = false;
	}

	/** @param {string} text */
	async #answer(text) {
		const message = await this.#parse(text);
		if (message === undefined) return;
		try {
			const result = await this.#parts.core.handleMessage(this, message);
			if (!result) this.#countFault();
		} catch (error) {
			this.#parts.log(`The relay failed at a message: ${error instanceof Error ? error.name : 'unknown'}`);
			this.#socket.close(INTERNAL_ERROR);
		}
	}

	/**
	 * @param {string} text
	 * @returns {Promise<IncomingMessage | undefined>}
	 */
	async #parse(text) {
		try {
			return await this.#parts.validator.validateIncomingMessage(text);
		} catch (error) {
			const reason = error instanceof SyntaxError || !(error instanceof Error) ? 'not JSON' : error.message;
			this.#fault(reason.startsWith('invalid') ? reason : `invalid: ${reason}`);
			return undefined;
		}
	}

	/** @param {string} reason */
	#fault(reason) {
		this.send(JSON.stringify(createOutgoingNoticeMessage(reason)));
		this.#countFault();
	}

	#countFault() {
		if (this.#faults.take()) return;
		this.#queue = [];
		// Read on, or the client's answer to the close is never seen.
		this.#socket.resume();
		this.#socket.close(POLICY_VIOLATION, 'too many refused messages');
	}
}
