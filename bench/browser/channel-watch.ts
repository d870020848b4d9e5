import type { BrowserContext, Page } from '@playwright/test';
import type { Column } from '../report/rows.js';

/** What a page has handed to a data channel: the channel's label, the message's first bytes, and how many there are. */
export interface SentMessage {
	readonly label: string;
	readonly head: readonly number[];
	readonly bytes: number;
}

/** Messages of one kind, or of many. */
export interface Sum {
	readonly messages: number;
	readonly bytes: number;
}

interface ChannelWatch {
	sent: SentMessage[];
	readonly channels: Set<RTCDataChannel>;
	/** When the first of the channels that were made since this was asked last was open, in milliseconds since 1970. */
	openedAt: number | undefined;
}

const PERCH_LABEL = 'loro-sync';
/** A frame with a whole message begins with this and a number; the message's type follows (docs/protocol.md, P5 and P8). */
const PERCH_WHOLE = 1;
const PERCH_PRESENCE = 5;
const PERCH_ALIVE = 6;
/** The first byte of what y-webrtc says of carets and of who is there. */
const YJS_AWARENESS = 1;

/** Has each page of the context note what it hands to its data channels, whoever makes them. To be called before the first page. */
export async function watchChannels(context: BrowserContext): Promise<void> {
	await context.addInitScript(watchPage);
}

/** What the page has sent since this was asked last. */
export async function takeSent(page: Page): Promise<SentMessage[]> {
	return await page.evaluate(() => {
		const { benchChannels } = globalThis as unknown as { benchChannels: ChannelWatch };
		return benchChannels.sent.splice(0);
	});
}

/** Closes all data channels of the page. Both ends hear of it, as when a connection breaks. */
export async function cutChannels(page: Page): Promise<void> {
	await page.evaluate(() => {
		const { benchChannels } = globalThis as unknown as { benchChannels: ChannelWatch };
		for (const channel of benchChannels.channels) channel.close();
		benchChannels.openedAt = undefined;
	});
}

/** When the page had a data channel again that was open, by its own clock in milliseconds since 1970; undefined before. */
export async function reopenedAt(page: Page): Promise<number | undefined> {
	return await page.evaluate(
		() => (globalThis as unknown as { benchChannels: ChannelWatch }).benchChannels.openedAt
	);
}

/** Whether a message is but about who is there and where the caret stands: what holds for the moment and is kept nowhere. */
export function isEphemeral(column: Column, { label, head }: SentMessage): boolean {
	if (column === 'yjs') return head[0] === YJS_AWARENESS;
	if (label !== PERCH_LABEL || head[0] !== PERCH_WHOLE) return false;
	return head[2] === PERCH_PRESENCE || head[2] === PERCH_ALIVE;
}

export function sumOf(sent: readonly SentMessage[]): Sum {
	return { messages: sent.length, bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Runs in pages. */
function watchPage(): void {
	const HEAD_BYTES = 8;
	const watch: ChannelWatch = { sent: [], channels: new Set(), openedAt: undefined };
	Object.assign(globalThis, { benchChannels: watch });
	const follow = (channel: RTCDataChannel) => {
		const opened = () => {
			watch.channels.add(channel);
			watch.openedAt ??= performance.timeOrigin + performance.now();
		};
		if (channel.readyState === 'open') opened();
		channel.addEventListener('open', opened);
		channel.addEventListener('close', () => watch.channels.delete(channel));
	};
	globalThis.RTCPeerConnection = class extends RTCPeerConnection {
		constructor(configuration?: RTCConfiguration) {
			super(configuration);
			this.addEventListener('datachannel', ({ channel }) => follow(channel));
		}
		override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
			const channel = super.createDataChannel(label, options);
			follow(channel);
			return channel;
		}
	};
	const bytesOf = (message: unknown): Uint8Array => {
		if (typeof message === 'string') return new TextEncoder().encode(message);
		if (ArrayBuffer.isView(message))
			return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
		return new Uint8Array(message as ArrayBuffer);
	};
	const send = RTCDataChannel.prototype.send as (message: unknown) => void;
	RTCDataChannel.prototype.send = function (message: unknown) {
		const bytes = bytesOf(message);
		watch.sent.push({ label: this.label, head: [...bytes.slice(0, HEAD_BYTES)], bytes: bytes.length });
		send.call(this, message);
	};
}
