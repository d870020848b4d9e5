/** The end of a data channel, of which a test says what happens to it. */
export class FakeDataChannel {
	readyState: RTCDataChannelState = 'connecting';
	bufferedAmount = 0;
	onopen: () => void = () => undefined;
	onclose: () => void = () => undefined;
	onmessage: (event: { data: unknown }) => void = () => undefined;

	open(): void {
		this.readyState = 'open';
		this.onopen();
	}

	receive(message: Uint8Array<ArrayBuffer>): void {
		this.onmessage({ data: message.slice().buffer });
	}

	close(): void {
		this.readyState = 'closed';
	}
}

function description(type: RTCSdpType, byte: string): RTCSessionDescription {
	const sdp = `v=0\r\na=fingerprint:sha-256 ${new Array(32).fill(byte).join(':')}\r\n`;
	return { type, sdp, toJSON: () => ({ type, sdp }) };
}

/** As much of an RTCPeerConnection, at the side that offers, as a channel looks at. */
export class FakeConnection extends EventTarget {
	readonly dataChannel = new FakeDataChannel();
	signalingState: RTCSignalingState = 'stable';
	localDescription: RTCSessionDescription | null = null;
	remoteDescription: RTCSessionDescription | null = null;

	createDataChannel(): FakeDataChannel {
		return this.dataChannel;
	}

	describeLocally(byte = 'aa'): void {
		this.localDescription = description('offer', byte);
		this.#signal('have-local-offer');
	}

	describeRemotely(byte = 'bb'): void {
		this.remoteDescription = description('answer', byte);
		this.#signal('stable');
	}

	close(): void {
		this.signalingState = 'closed';
	}

	#signal(state: RTCSignalingState): void {
		this.signalingState = state;
		this.dispatchEvent(new Event('signalingstatechange'));
	}
}
