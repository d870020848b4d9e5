import type { Channel } from '../../../src/lib/transport/channel.js';
import { RtcChannel } from '../../../src/lib/transport/rtc-channel.js';
import { TabRoom } from '../../../src/lib/transport/tab-room.js';
import { ChannelDriver, type ChannelEnd } from '../channel-driver.js';

/** What a test drives in a page. Each end has a name of its own. */
export interface ChannelPage {
	/** Opens the note `topic` as a tab; `ready` settles when another tab was met. */
	joinTabs(end: string, topic: string, listening: boolean): void;
	/** Makes a connection; the first side's offer, with all its candidates. */
	offer(end: string, listening: boolean): Promise<RTCSessionDescriptionInit>;
	answer(
		end: string,
		listening: boolean,
		offer: RTCSessionDescriptionInit
	): Promise<RTCSessionDescriptionInit>;
	accept(end: string, answer: RTCSessionDescriptionInit): Promise<void>;
	/** Settles when the end's channel is open. */
	ready(end: string): Promise<void>;
	call<Method extends keyof ChannelEnd>(
		end: string,
		method: Method,
		args: Parameters<ChannelEnd[Method]>
	): Promise<Awaited<ReturnType<ChannelEnd[Method]>>>;
	/** The most bytes that waited in any data channel of this page since the last call. */
	mostBuffered(): number;
	connectionState(end: string): string | undefined;
}

declare global {
	var perchChannels: ChannelPage;
}

const POLL_MS = 5;
const OPEN_TIMEOUT_MS = 10_000;

const drivers = new Map<string, ChannelDriver>();
const channels = new Map<string, Channel>();
const connections = new Map<string, RTCPeerConnection>();
let mostBuffered = 0;

watchBuffers();

globalThis.perchChannels = {
	joinTabs(end, topic, listening) {
		new TabRoom(topic, end).onChannel((channel) => {
			drive(end, channel, listening);
		});
	},
	async offer(end, listening) {
		const connection = connect(end, listening);
		await connection.setLocalDescription();
		return gathered(connection);
	},
	async answer(end, listening, offer) {
		const connection = connect(end, listening);
		await connection.setRemoteDescription(offer);
		await connection.setLocalDescription();
		return gathered(connection);
	},
	async accept(end, answer) {
		await connections.get(end)?.setRemoteDescription(answer);
	},
	async ready(end) {
		for (const start = performance.now(); channels.get(end)?.writable !== true;) {
			if (performance.now() - start > OPEN_TIMEOUT_MS) throw new Error(`no channel came for ${end}`);
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
	},
	call(end, method, args) {
		const driver = drivers.get(end);
		if (driver === undefined) throw new Error(`no end ${end}`);
		// The types of method and arguments belong together, which TypeScript cannot follow through a generic.
		return (driver[method] as (...all: unknown[]) => Promise<never>).apply(driver, args);
	},
	mostBuffered() {
		const most = mostBuffered;
		mostBuffered = 0;
		return most;
	},
	connectionState: (end) => connections.get(end)?.connectionState
};

function drive(end: string, channel: Channel, listening: boolean): void {
	channels.set(end, channel);
	drivers.set(end, new ChannelDriver(channel, listening));
}

function connect(end: string, listening: boolean): RTCPeerConnection {
	const connection = new RTCPeerConnection();
	connections.set(end, connection);
	drive(end, new RtcChannel(connection, end, true), listening);
	return connection;
}

async function gathered(connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> {
	while (connection.iceGatheringState !== 'complete') {
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
	const { type, sdp } = connection.localDescription ?? {};
	if (type === undefined || sdp === undefined) throw new Error('no description');
	return { type, sdp };
}

function watchBuffers(): void {
	const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
	RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: unknown) {
		send.call(this, data);
		mostBuffered = Math.max(mostBuffered, this.bufferedAmount);
	};
}
