import { FrameCutter } from '../protocol/frames.js';
import { encodeMessage } from '../protocol/message-codec.js';
import type { Envelope } from '../protocol/messages.js';
import type { Channel } from '../transport/channel.js';
import type { Bytes } from '../util/bytes.js';

/**
 * Hands one message at a time to a channel, frame by frame, as the channel has room. Nothing queues behind it: who
 * wants to send asks `idle` first and decides anew when it has become so.
 */
export class Outbox {
	readonly #cutter = new FrameCutter();
	#frames: Generator<Bytes, void> | undefined;

	constructor(private readonly channel: Channel) {}

	/** Whether a message can be taken now. */
	get idle(): boolean {
		return this.#frames === undefined && this.channel.writable;
	}

	/** Starts sending. Only to be called while `idle`. @throws ChannelClosedError */
	send(envelope: Envelope): void {
		const message = encodeMessage(envelope);
		const isGreeting = envelope.message.type === 'hello';
		this.#frames = isGreeting ? this.#cutter.greeting(message) : this.#cutter.cut(message);
		this.pump();
	}

	/** Goes on with the message under way as far as the channel has room. @throws ChannelClosedError */
	pump(): void {
		while (this.#frames !== undefined && this.channel.writable) {
			const { value: frame, done } = this.#frames.next();
			if (done === true) this.#frames = undefined;
			else this.channel.send(frame);
		}
	}
}
