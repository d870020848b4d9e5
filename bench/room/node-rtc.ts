import WebSocket from 'ws';
import { loadRival } from '../counts/load-rival.js';

/** The part of werift that is used: made like a browser's, but for what `asInBrowsers` adds. */
interface Werift {
	readonly RTCPeerConnection: typeof RTCPeerConnection;
}

type Listener = (this: RTCDataChannel, event: { readonly data: unknown }) => void;

/** Gives this process the WebRTC and the WebSocket of a browser, as global names. To be called before the app's code is loaded. */
export async function installNetworking(): Promise<void> {
	const { RTCPeerConnection: WeriftConnection } = await loadRival<Werift>('werift');
	class NodePeerConnection extends WeriftConnection {
		override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
			return asInBrowsers(super.createDataChannel(label, options));
		}
	}
	/** As a browser's, it ends nothing where nobody listens to its errors. */
	class NodeWebSocket extends WebSocket {
		constructor(address: string | URL, protocols?: string | string[]) {
			super(address, protocols);
			this.on('error', () => undefined);
		}
	}
	Object.assign(globalThis, { RTCPeerConnection: NodePeerConnection, WebSocket: NodeWebSocket });
}

/** werift hands bytes over as a Buffer, and tells of a drained buffer by an event alone. */
function asInBrowsers(channel: RTCDataChannel): RTCDataChannel {
	let listener: Listener | undefined;
	Object.defineProperty(channel, 'onmessage', {
		get: () => listener,
		set(given: Listener) {
			listener = ({ data }) => given.call(channel, { data: bytesOf(data) });
		}
	});
	channel.addEventListener('bufferedamountlow', (event) => {
		channel.onbufferedamountlow?.(event);
	});
	return channel;
}

function bytesOf(data: unknown): unknown {
	return Buffer.isBuffer(data) ? new Uint8Array(data).buffer : data;
}
