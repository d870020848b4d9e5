import { FrameCutter } from '$lib/protocol/frames.js';
import { NONCE_BYTES, PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import { encodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import { randomBytes } from '$lib/util/bytes.js';
import type { Role } from '$lib/crypto/channel-proof.js';
import { nextSession } from './simulated-peer.js';
import { claimed } from './trusting-admission.js';

/** Speaks the protocol by hand at one end of a channel. */
export class Speaker {
	readonly #cutter = new FrameCutter();

	constructor(private readonly put: (frame: Uint8Array<ArrayBuffer>) => void) {}

	say(message: Message, note = 0): void {
		const bytes = encodeMessage({ note, message });
		const frames = message.type === 'hello' ? this.#cutter.greeting(bytes) : this.#cutter.cut(bytes);
		for (const frame of frames) this.put(frame);
	}

	/** Shakes hands with one who believes everything, and opens a note. */
	greet(noteId: string, role: Role = 'writer'): void {
		this.say(hello());
		this.say({ type: 'proof', proof: claimed(role) });
		this.say({ type: 'open', noteId });
	}
}

/** A hello of a session of its own. */
export function hello(): Message {
	const nonce = randomBytes(NONCE_BYTES);
	return { type: 'hello', protocolVersion: PROTOCOL_VERSION, session: nextSession(), nonce, heard: true };
}
