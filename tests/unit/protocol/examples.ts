import { MEMBERSHIP_BYTES } from '$lib/crypto/channel-proof.js';
import { SIGNATURE_BYTES } from '$lib/crypto/ed25519.js';
import type { LoroPeerId, Version } from '$lib/note/version.js';
import {
	DIGEST_BYTES,
	MAX_COUNTER,
	MAX_NOTE_NUMBER,
	NONCE_BYTES,
	PROTOCOL_VERSION,
	SESSION_BYTES
} from '$lib/protocol/limits.js';
import type { Envelope, Message } from '$lib/protocol/messages.js';
import { toBase64Url, type Bytes } from '$lib/util/bytes.js';
import type { Random } from '../../fuzz/random.js';

/** So many random bytes. */
export function someBytes(random: Random, length: number): Bytes {
	return Uint8Array.from({ length }, () => random.int(256));
}

function somePeerId(random: Random): LoroPeerId {
	const id = random.chance(0.5)
		? BigInt(random.int(20))
		: (BigInt(random.int(2 ** 32)) << 32n) | BigInt(random.int(2 ** 32));
	return `${id}` as LoroPeerId;
}

/** A version of up to seven entries; small ids come up again, so that two versions often share some. */
export function someVersion(random: Random): Version {
	const entries = Array.from({ length: random.int(8) }, (): [LoroPeerId, number] => [
		somePeerId(random),
		1 + (random.chance(0.1) ? MAX_COUNTER - 1 : random.int(300))
	]);
	return new Map(entries);
}

function someMessage(random: Random): Message {
	const caret = { anchor: someBytes(random, random.int(40)), head: someBytes(random, random.int(129)) };
	return random.pick<() => Message>([
		() => ({
			type: 'hello',
			protocolVersion: PROTOCOL_VERSION,
			session: toBase64Url(someBytes(random, SESSION_BYTES)),
			nonce: someBytes(random, NONCE_BYTES),
			heard: random.chance(0.5)
		}),
		() => ({
			type: 'version',
			version: someVersion(random),
			stored: someVersion(random),
			updatesHeard: random.int(1_000),
			answer: random.chance(0.5)
		}),
		() => ({
			type: 'proof',
			proof: { role: 'viewer', membership: someBytes(random, MEMBERSHIP_BYTES), signature: undefined }
		}),
		() => ({
			type: 'proof',
			proof: {
				role: 'writer',
				membership: someBytes(random, MEMBERSHIP_BYTES),
				signature: someBytes(random, SIGNATURE_BYTES)
			}
		}),
		() => ({ type: 'moved', invite: random.chance(0.5) ? random.word() : undefined }),
		() => ({ type: 'alive', answer: random.chance(0.5) }),
		() => ({ type: 'open', noteId: random.word('aäß€😀') }),
		() => ({
			type: 'neighbours',
			sessions: Array.from({ length: random.int(5) }, () => toBase64Url(someBytes(random, SESSION_BYTES)))
		}),
		() => ({
			type: 'digest',
			version: someBytes(random, DIGEST_BYTES),
			content: someBytes(random, DIGEST_BYTES)
		}),
		() => ({ type: 'history', snapshot: someBytes(random, random.int(300)) }),
		() => ({ type: 'update', bytes: someBytes(random, random.int(300)) }),
		() => ({ type: 'receipt', stored: someVersion(random) }),
		() => ({
			type: 'presence',
			person: random.word(),
			name: random.word('aäß€😀'),
			colour: random.int(256),
			caret: random.chance(0.5) ? caret : undefined
		})
	])();
}

/** A message of any type with any content that the limits allow. */
export function someEnvelope(random: Random): Envelope {
	const message = someMessage(random);
	const isAboutChannel = ['hello', 'alive', 'proof'].includes(message.type);
	const note = isAboutChannel || random.chance(0.5) ? 0 : random.int(MAX_NOTE_NUMBER + 1);
	return { note, message };
}
