import { expect, it } from 'vitest';
import { RtcChannel } from '$lib/transport/rtc-channel.js';
import { FakeConnection } from './fake-connection.js';

function offering(): { connection: FakeConnection; channel: RtcChannel; opened: () => number } {
	const connection = new FakeConnection();
	const channel = new RtcChannel(connection as unknown as RTCPeerConnection, 'test', true);
	let opened = 0;
	channel.onWritable(() => (opened += 1));
	connection.describeLocally();
	return { connection, channel, opened: () => opened };
}

it('P25: a channel that opens before the page knows whom it leads to is not open until it does', () => {
	const { connection, channel, opened } = offering();
	const received: Uint8Array[] = [];
	channel.onMessage((message) => received.push(message));
	connection.dataChannel.open();
	connection.dataChannel.receive(new Uint8Array(35));
	expect([channel.writable, opened(), received.length]).toEqual([false, 0, 0]);
	connection.describeRemotely();
	expect([channel.writable, opened()]).toEqual([true, 1]);
	expect(channel.fingerprints?.peer).toEqual(new Uint8Array(32).fill(0xbb));
	connection.dataChannel.receive(new Uint8Array(35));
	expect(received.length).toBe(1);
});

it('P25: where the description is known first, the channel is open as soon as it says so, once', () => {
	const { connection, channel, opened } = offering();
	connection.describeRemotely();
	expect([channel.writable, opened()]).toEqual([false, 0]);
	connection.dataChannel.open();
	expect([channel.writable, opened()]).toEqual([true, 1]);
});

it('P25: a description that comes later with another certificate ends the channel', () => {
	const { connection, channel } = offering();
	connection.dataChannel.open();
	connection.describeRemotely();
	expect(channel.fingerprints).toBeDefined();
	connection.describeRemotely('cc');
	expect([channel.writable, connection.signalingState]).toEqual([false, 'closed']);
});
