import { FrameCutter } from '$lib/protocol/frames.js';
import { PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import { encodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import { nextSession } from './simulated-peer.js';

/** Speaks the protocol by hand at one end of a channel. */
export class Speaker {
	readonly #cutter = new FrameCutter();

	constructor(private readonly put: (frame: Uint8Array<ArrayBuffer>) => void) {}

	say(message: Message, note = 0): void {
		const bytes = encodeMessage({ note, message });
		const frames = message.type === 'hello' ? this.#cutter.greeting(bytes) : this.#cutter.cut(bytes);
		for (const frame of frames) this.put(frame);
	}

	/** Greets, and opens a note. */
	greet(noteId: string): void {
		this.say(hello());
		this.say({ type: 'open', noteId });
	}
}

/** A hello of a session of its own. */
export function hello(): Message {
	return { type: 'hello', protocolVersion: PROTOCOL_VERSION, session: nextSession(), heard: true };
}
