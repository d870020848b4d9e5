import { equalBytes, type Bytes } from '../util/bytes.js';
import type { Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { ChannelClosedError, type Channel, type ChannelFingerprints, type ChannelStats } from './channel.js';
import { statsOfChannel } from './channel-stats.js';
import { fingerprintOf } from './dtls-fingerprint.js';
import {
	BUFFER_HIGH_BYTES,
	BUFFER_LOW_BYTES,
	DRAIN_TIMEOUT_MS,
	SYNC_CHANNEL_ID,
	SYNC_CHANNEL_LABEL
} from './limits.js';

/**
 * The `loro-sync` data channel of a peer connection. Both sides make it, with one id, so nothing is negotiated. It is open once the
 * descriptions of both sides are known, too.
 */
export class RtcChannel implements Channel {
	readonly kind = 'network';
	readonly #dataChannel: RTCDataChannel;
	readonly #messages = new Emitter<Uint8Array>();
	readonly #writable = new Emitter<undefined>();
	readonly #closed = new Emitter<undefined>();
	#fingerprints: ChannelFingerprints | undefined;
	#opened = false;
	#ended = false;

	/** @throws DOMException if the connection is closed already. */
	constructor(
		private readonly connection: RTCPeerConnection,
		readonly label: string,
		readonly isMetAnew: boolean
	) {
		const options = { negotiated: true, id: SYNC_CHANNEL_ID, ordered: true };
		this.#dataChannel = connection.createDataChannel(SYNC_CHANNEL_LABEL, options);
		this.#dataChannel.binaryType = 'arraybuffer';
		this.#dataChannel.bufferedAmountLowThreshold = BUFFER_LOW_BYTES;
		this.#dataChannel.onopen = () => this.#openOnce();
		this.#dataChannel.onbufferedamountlow = () => this.#writable.emit(undefined);
		this.#dataChannel.onmessage = ({ data }: MessageEvent<unknown>) => {
			// Chromium still hands over what had come before it was closed.
			if (this.#ended) return;
			// Only hellos come by then, and they are repeated (P10): here nothing was said yet.
			if (!this.#opened) return;
			// Text on this channel is as good as damaged: an empty message is refused by whoever reads it.
			this.#messages.emit(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array());
		};
		// An error is always followed by close, which is where the channel ends.
		this.#dataChannel.onclose = () => this.#end();
		connection.addEventListener('signalingstatechange', this.#signalled);
	}

	get fingerprints(): ChannelFingerprints | undefined {
		this.#fingerprints ??= this.#announced();
		return this.#fingerprints;
	}

	get writable(): boolean {
		return this.#isOpen && this.#dataChannel.bufferedAmount < BUFFER_HIGH_BYTES;
	}

	get #isOpen(): boolean {
		return this.#opened && this.#dataChannel.readyState === 'open';
	}

	send(message: Bytes): void {
		// Firefox takes what is sent on a channel that is closing, and drops it.
		if (this.#ended) throw new ChannelClosedError(this.label);
		try {
			this.#dataChannel.send(message);
		} catch (cause) {
			this.close();
			throw new ChannelClosedError(this.label, { cause });
		}
	}

	onMessage(listener: (message: Uint8Array) => void): Unsubscribe {
		return this.#messages.on(listener);
	}

	onWritable(listener: () => void): Unsubscribe {
		return this.#writable.on(listener);
	}

	onClose(listener: () => void): Unsubscribe {
		return this.#closed.on(listener);
	}

	async stats(): Promise<ChannelStats | undefined> {
		if (this.#ended) return undefined;
		let report: RTCStatsReport;
		try {
			report = await this.connection.getStats();
		} catch (failure) {
			if (!(failure instanceof DOMException)) throw failure;
			return undefined;
		}
		// It may have ended meanwhile.
		return this.#isOpen ? statsOfChannel(report.values(), SYNC_CHANNEL_ID) : undefined;
	}

	close(): void {
		this.#dataChannel.close();
		this.#end();
	}

	/** Settles when what was handed over before `close` has left, or will not in time. */
	async drained(clock: Clock): Promise<void> {
		if (this.#dataChannel.readyState === 'closed') return;
		await new Promise<void>((resolve) => {
			this.#dataChannel.addEventListener('close', () => resolve());
			clock.after(DRAIN_TIMEOUT_MS, resolve);
		});
	}

	/** Closes the connection too: Trystero then meets the peer anew. */
	giveUp(): void {
		this.close();
		this.connection.close();
	}

	/** A description that comes later may make DTLS begin anew, with another: what was proven would be another's. */
	readonly #signalled = (): void => {
		this.#openOnce();
		const before = this.#fingerprints;
		const now = this.#announced();
		if (before === undefined || this.connection.signalingState === 'closed') return;
		if (now !== undefined && equalBytes(before.own, now.own) && equalBytes(before.peer, now.peer)) return;
		this.giveUp();
	};

	/**
	 * Opens once it is known whom the channel leads to. The browser tells of that and of the data channel from two threads: where the
	 * machine is busy, the other side may be heard before its description counts as set, and would be taken for a stranger.
	 */
	#openOnce(): void {
		if (this.#opened || this.#dataChannel.readyState !== 'open' || !this.#isDescribed) return;
		this.#opened = true;
		this.#writable.emit(undefined);
	}

	get #isDescribed(): boolean {
		// Firefox throws when it is asked for the descriptions then.
		if (this.connection.signalingState === 'closed') return false;
		return this.connection.localDescription !== null && this.connection.remoteDescription !== null;
	}

	#announced(): ChannelFingerprints | undefined {
		if (!this.#isDescribed) return undefined;
		const own = fingerprintOf(this.connection.localDescription);
		const peer = fingerprintOf(this.connection.remoteDescription);
		return own === undefined || peer === undefined ? undefined : { own, peer };
	}

	#end(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.connection.removeEventListener('signalingstatechange', this.#signalled);
		this.#closed.emit(undefined);
	}
}
