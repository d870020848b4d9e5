import { decodeInvite } from '../../../src/lib/crypto/invite.js';
import { deriveNoteKeys, type RoomKeys } from '../../../src/lib/crypto/keys.js';

const SIGNALS = ['offer', 'answer', 'candidate'] as const;

/** What one page tells another through the relay so that the two can connect. */
export interface Signal {
	readonly kind: (typeof SIGNALS)[number];
	/** Whose signal it is. */
	readonly peer: string;
	/** The offer that it is, or is about. */
	readonly offer: string;
	/** An SDP or a candidate, as it came: only members can read it. */
	readonly cipher: string;
}

/** The signal in the content of an event, or undefined if it is another event. */
export function signalIn(content: string): Signal | undefined {
	const { peerId, offerId, ...rest } = JSON.parse(content) as Record<string, string>;
	const kind = SIGNALS.find((each) => each in rest);
	if (kind === undefined || peerId === undefined || offerId === undefined) return undefined;
	return { kind, peer: peerId, offer: offerId, cipher: rest[kind] ?? '' };
}

/** The content of an event with something else in the place of its signal. */
export function withCipher(content: string, kind: Signal['kind'], cipher: string): string {
	return JSON.stringify({ ...(JSON.parse(content) as object), [kind]: cipher });
}

/** Reads and writes signals as every member can: whoever holds an invite, be it only to view. */
export class MemberSignals {
	private constructor(private readonly key: CryptoKey) {}

	static async of(link: string): Promise<MemberSignals> {
		return new MemberSignals(await signallingKey(await deriveNoteKeys(await decodeInvite(link))));
	}

	async read(cipher: string): Promise<string> {
		const [iv = '', text = ''] = cipher.split('$');
		const algorithm = { name: 'AES-GCM', iv: Uint8Array.from(iv.split(','), Number) };
		return Buffer.from(
			await crypto.subtle.decrypt(algorithm, this.key, Buffer.from(text, 'base64'))
		).toString();
	}

	async write(text: string): Promise<string> {
		const iv = crypto.getRandomValues(new Uint8Array(16));
		const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.key, Buffer.from(text));
		return `${iv.join(',')}$${Buffer.from(cipher).toString('base64')}`;
	}
}

/** As Trystero makes it of its password. */
async function signallingKey({ signallingPassword, appId, roomTopic }: RoomKeys): Promise<CryptoKey> {
	const secret = new TextEncoder().encode(`${signallingPassword}:${appId}:${roomTopic}`);
	const digest = await crypto.subtle.digest('SHA-256', secret);
	return await crypto.subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
