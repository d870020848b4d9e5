import type { Channel, ChannelStats } from '../../src/lib/transport/channel.js';
import { toHex } from '../../src/lib/util/bytes.js';

/** What one end of a channel has seen. `garbled` are messages that were never sent so, or came twice or too late. */
export interface EndReport {
	readonly received: number;
	readonly bytes: number;
	readonly garbled: number;
	/** Messages of which later ones arrived although they themselves did not. */
	readonly missing: number;
	readonly closes: number;
	readonly timesWritable: number;
	/** How often it was told to be writable and was not. */
	readonly wronglyWritable: number;
	readonly writable: boolean;
	/** What this end knows of the certificates, if there are any: its own and the other one's. */
	readonly fingerprints: { readonly own: string; readonly peer: string } | undefined;
}

/** What to wait for: at least so many. */
export type Expected = Partial<Pick<EndReport, 'received' | 'closes' | 'timesWritable'>>;

/** One end of a channel, wherever it is: in this process, or in a page. */
export interface ChannelEnd {
	/** Begins to listen to messages; an end that `connect` gives listens already unless it was told not to. */
	listen(): Promise<void>;
	/** Sends messages of the given sizes at once, without a look at `writable`. */
	send(...sizes: number[]): Promise<void>;
	/** Sends `count` messages, each as soon as the channel has room; settles when the last was handed over. */
	stream(count: number, size: number): Promise<void>;
	/** Sends messages as long as there is room, at most `maxBytes`; gives the number of messages. */
	fill(size: number, maxBytes: number): Promise<number>;
	/** Sends one message; the name of the error if that fails. */
	trySend(): Promise<string | undefined>;
	/** Closes so many times in a row. */
	close(times?: number): Promise<void>;
	/** Closes while it is told of the message with this number, counted from 1. */
	closeAtMessage(number: number): Promise<void>;
	giveUp(): Promise<void>;
	report(): Promise<EndReport>;
	/** How the channel itself says that it goes. */
	stats(): Promise<ChannelStats | undefined>;
	/** The report, once it is as expected or will not be: see the suite's time limit. */
	reportOnce(expected: Expected): Promise<EndReport>;
}

const NUMBER_BYTES = 4;
const POLL_MS = 5;
const PATIENCE_MS = 10_000;

/** Drives an end from where the channel is. Messages carry their number, and a pattern that follows from it. */
export class ChannelDriver implements ChannelEnd {
	#sent = 0;
	#next = 0;
	#received = 0;
	#bytes = 0;
	#garbled = 0;
	#missing = 0;
	#closes = 0;
	#timesWritable = 0;
	#wronglyWritable = 0;
	#closeAt = Infinity;

	constructor(
		private readonly channel: Channel,
		listening: boolean
	) {
		channel.onClose(() => (this.#closes += 1));
		channel.onWritable(() => {
			this.#timesWritable += 1;
			if (!channel.writable) this.#wronglyWritable += 1;
		});
		if (listening) this.#listen();
	}

	listen(): Promise<void> {
		this.#listen();
		return Promise.resolve();
	}

	send(...sizes: number[]): Promise<void> {
		for (const size of sizes) this.#send(size);
		return Promise.resolve();
	}

	async stream(count: number, size: number): Promise<void> {
		for (let index = 0; index < count; index += 1) {
			if (!this.channel.writable) await this.#room();
			this.#send(size);
		}
	}

	fill(size: number, maxBytes: number): Promise<number> {
		let count = 0;
		for (; this.channel.writable && (count + 1) * size <= maxBytes; count += 1) this.#send(size);
		return Promise.resolve(count);
	}

	trySend(): Promise<string | undefined> {
		try {
			this.#send(NUMBER_BYTES);
			return Promise.resolve(undefined);
		} catch (failure) {
			return Promise.resolve(failure instanceof Error ? failure.name : String(failure));
		}
	}

	close(times = 1): Promise<void> {
		for (let time = 0; time < times; time += 1) this.channel.close();
		return Promise.resolve();
	}

	closeAtMessage(number: number): Promise<void> {
		this.#closeAt = number;
		return Promise.resolve();
	}

	giveUp(): Promise<void> {
		this.channel.giveUp();
		return Promise.resolve();
	}

	stats(): Promise<ChannelStats | undefined> {
		return this.channel.stats();
	}

	report(): Promise<EndReport> {
		return Promise.resolve(this.#report());
	}

	async reportOnce(expected: Expected): Promise<EndReport> {
		const { received = 0, closes = 0, timesWritable = 0 } = expected;
		for (const start = performance.now(); performance.now() - start < PATIENCE_MS;) {
			if (this.#received >= received && this.#closes >= closes && this.#timesWritable >= timesWritable) break;
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
		return this.#report();
	}

	#report(): EndReport {
		const { fingerprints } = this.channel;
		return {
			received: this.#received,
			bytes: this.#bytes,
			garbled: this.#garbled,
			missing: this.#missing,
			closes: this.#closes,
			timesWritable: this.#timesWritable,
			wronglyWritable: this.#wronglyWritable,
			writable: this.channel.writable,
			fingerprints: fingerprints && { own: toHex(fingerprints.own), peer: toHex(fingerprints.peer) }
		};
	}

	#listen(): void {
		this.channel.onMessage((message) => {
			this.#receive(message);
			if (this.#received === this.#closeAt) this.channel.close();
		});
	}

	#receive(message: Uint8Array): void {
		this.#received += 1;
		this.#bytes += message.length;
		const number = numberOf(message) ?? this.#next;
		if (number < this.#next || !isIntact(message, number)) {
			this.#garbled += 1;
			return;
		}
		this.#missing += number - this.#next;
		this.#next = number + 1;
	}

	#send(size: number): void {
		const message = messageOf(this.#sent, size);
		this.channel.send(message);
		this.#sent += 1;
		// The channel has taken what it was handed: to change it afterwards changes nothing.
		message.fill(0xee);
	}

	#room(): Promise<void> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				reject(new Error('the channel never had room again'));
			}, PATIENCE_MS);
			const unsubscribe = this.channel.onWritable(() => {
				if (!this.channel.writable) return;
				clearTimeout(timer);
				unsubscribe();
				resolve();
			});
		});
	}
}

/** Too short a message has no room for its number. */
function numberOf(message: Uint8Array): number | undefined {
	if (message.length < NUMBER_BYTES) return undefined;
	return new DataView(message.buffer, message.byteOffset).getUint32(0);
}

function messageOf(number: number, size: number): Uint8Array<ArrayBuffer> {
	const message = new Uint8Array(size);
	for (let at = 0; at < size; at += 1) message[at] = patternAt(number, at);
	if (size >= NUMBER_BYTES) new DataView(message.buffer).setUint32(0, number);
	return message;
}

function isIntact(message: Uint8Array, number: number): boolean {
	const first = message.length < NUMBER_BYTES ? 0 : NUMBER_BYTES;
	for (let at = first; at < message.length; at += 1) if (message[at] !== patternAt(number, at)) return false;
	return true;
}

/** Each byte value occurs. */
function patternAt(number: number, at: number): number {
	return (number * 31 + at * 7 + 1) & 0xff;
}
