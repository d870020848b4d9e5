import type { Bytes } from '../util/bytes.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { ChannelClosedError, type Channel } from './channel.js';

/**
 * What tabs say to each other: without `bytes` and `end` it makes the sender known, to one tab or, without `to`, to
 * all; `bytes` is a message of the channel between the two; `end` says that the sender closed that channel.
 */
export interface TabFrame {
	readonly from: string;
	readonly to?: string;
	readonly bytes?: Uint8Array;
	readonly end?: boolean;
}

/** A channel to one other tab. It is always writable: a BroadcastChannel tells of no buffer. */
export class TabChannel implements Channel {
	readonly isMetAnew = true;
	readonly kind = 'tab';
	readonly fingerprints = undefined;
	readonly #messages = new Emitter<Uint8Array>();
	readonly #closed = new Emitter<undefined>();
	#open = true;

	constructor(
		readonly label: string,
		private readonly post: (frame: Pick<TabFrame, 'bytes' | 'end'>) => void
	) {}

	get writable(): boolean {
		return this.#open;
	}

	send(message: Bytes): void {
		if (!this.#open) throw new ChannelClosedError(this.label);
		this.post({ bytes: message });
	}

	/** Takes a message that the other tab sent. */
	receive(message: Uint8Array): void {
		if (this.#open) this.#messages.emit(message);
	}

	onMessage(listener: (message: Uint8Array) => void): Unsubscribe {
		return this.#messages.on(listener);
	}

	onWritable(): Unsubscribe {
		return () => undefined;
	}

	onClose(listener: () => void): Unsubscribe {
		return this.#closed.on(listener);
	}

	stats(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	giveUp(): void {
		this.close();
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.post({ end: true });
		this.#closed.emit(undefined);
	}
}
