import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { ChannelClosedError, type Channel, type ChannelFingerprints, type ChannelKind } from './channel.js';

/** Runs a delivery later. The tests' simulator decides when; by default it is the next microtask. */
export type Deliver = (delivery: () => void) => void;

/** One end of a channel in memory. Its `blocked` can be set to stand for a full buffer. */
export class MemoryChannel implements Channel {
	readonly #messages = new Emitter<Uint8Array>();
	readonly #writable = new Emitter<undefined>();
	readonly #closed = new Emitter<undefined>();
	#other: MemoryChannel | undefined;
	fingerprints: ChannelFingerprints | undefined;
	isMetAnew = true;
	#open = true;
	#blocked = false;

	constructor(
		readonly label: string,
		readonly kind: ChannelKind,
		private readonly deliver: Deliver
	) {}

	/** Two ends that lead to each other. */
	static pair(
		deliver: Deliver = queueMicrotask,
		kind: ChannelKind = 'network'
	): [MemoryChannel, MemoryChannel] {
		const a = new MemoryChannel('a', kind, deliver);
		const b = new MemoryChannel('b', kind, deliver);
		const [ofA, ofB] = [new Uint8Array(32).fill(0xa), new Uint8Array(32).fill(0xb)];
		a.fingerprints = { own: ofA, peer: ofB };
		b.fingerprints = { own: ofB, peer: ofA };
		a.#other = b;
		b.#other = a;
		return [a, b];
	}

	get writable(): boolean {
		return this.#open && !this.#blocked;
	}

	/** While true, the channel takes nothing; turning it false tells the listeners of `onWritable`. */
	set blocked(blocked: boolean) {
		const wasBlocked = this.#blocked;
		this.#blocked = blocked;
		if (wasBlocked && !blocked && this.#open) this.#writable.emit(undefined);
	}

	send(message: Uint8Array): void {
		if (!this.#open) throw new ChannelClosedError(this.label);
		const copy = message.slice();
		const other = this.#other;
		this.deliver(() => {
			if (other !== undefined && other.#open) other.#messages.emit(copy);
		});
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

	stats(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	giveUp(): void {
		this.close();
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#closed.emit(undefined);
		const other = this.#other;
		this.deliver(() => other?.close());
	}
}
