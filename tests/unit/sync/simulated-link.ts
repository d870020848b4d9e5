import { FrameAssembler } from '$lib/protocol/frames.js';
import { PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import { decodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import type { Channel, ChannelKind } from '$lib/transport/channel.js';
import { MemoryChannel } from '$lib/transport/memory-channel.js';
import type { Bytes } from '$lib/util/bytes.js';
import type { ManualClock } from './manual-clock.js';

/** What a channel that is no good does to a frame. */
export type Fault = 'drop' | 'duplicate' | 'swap' | 'truncate';

export interface LinkOptions {
	/** What happens to the next frame; nothing if not given. */
	readonly fault?: () => Fault | undefined;
	readonly kind?: ChannelKind;
	/** Whether the two would meet anew; they would if not given. */
	readonly isMetAnew?: boolean;
	/** What each end takes for the certificates; those of the two ends if not given. */
	readonly fingerprints?: readonly [Channel['fingerprints'], Channel['fingerprints']];
	/** How long the next message is under way, in milliseconds; 1 if not given. Messages never overtake another. */
	readonly delay?: () => number;
	/** How many frames may be under way in one direction before the channel has no more room. */
	readonly capacity?: number;
	/** Sees each whole message at the moment its last frame is sent. */
	readonly inspect?: (message: Message, from: 'a' | 'b') => void;
}

/** What one end hands to the channel, and when it arrives at the other. */
class Direction {
	#lastDue = 0;
	#underWay = 0;
	severed = false;
	held = false;

	constructor(
		private readonly clock: ManualClock,
		private readonly delay: () => number,
		private readonly capacity: number,
		private readonly setBlocked: (blocked: boolean) => void
	) {}

	/** How many frames are on their way. */
	get underWay(): number {
		return this.#underWay;
	}

	deliver(delivery: () => void): void {
		this.#underWay += 1;
		this.update();
		this.#lastDue = Math.max(this.#lastDue, this.clock.now() + this.delay());
		this.clock.after(this.#lastDue - this.clock.now(), () => {
			this.#underWay -= 1;
			if (this.severed) return;
			delivery();
			this.update();
		});
	}

	update(): void {
		this.setBlocked(this.held || this.#underWay >= this.capacity);
	}
}

/** One end of a link: a MemoryChannel that remembers what was sent through it. */
export class LinkEnd implements Channel {
	readonly sentFrames: Bytes[] = [];
	readonly #assembler = new FrameAssembler();
	#swapped: Bytes | undefined;
	readonly label: string;
	readonly kind: ChannelKind;
	readonly isMetAnew: boolean;
	readonly fingerprints: Channel['fingerprints'];
	readonly onMessage: Channel['onMessage'];
	readonly onWritable: Channel['onWritable'];
	readonly onClose: Channel['onClose'];

	constructor(
		private readonly inner: MemoryChannel,
		private readonly direction: Direction,
		private readonly beforeUse: () => void,
		private readonly inspect: ((message: Message) => void) | undefined,
		private readonly fault: () => Fault | undefined
	) {
		this.label = inner.label;
		this.kind = inner.kind;
		this.isMetAnew = inner.isMetAnew;
		this.fingerprints = inner.fingerprints;
		this.onMessage = inner.onMessage.bind(inner);
		this.onWritable = inner.onWritable.bind(inner);
		this.onClose = inner.onClose.bind(inner);
	}

	get writable(): boolean {
		return this.inner.writable;
	}

	/** While true, the channel has no room, whatever is under way. */
	set blocked(blocked: boolean) {
		this.direction.held = blocked;
		this.direction.update();
	}

	/** How many of the frames sent here have not arrived. */
	get underWay(): number {
		return this.direction.underWay;
	}

	send(message: Bytes): void {
		this.beforeUse();
		this.#sendWith(this.fault(), message);
		if (this.inspect === undefined) {
			this.sentFrames.push(message.slice());
			return;
		}
		const whole = this.#assembler.push(message);
		if (whole !== undefined) this.inspect(decodeMessage(whole, PROTOCOL_VERSION).message);
	}

	#sendWith(fault: Fault | undefined, message: Bytes): void {
		const swapped = this.#swapped;
		this.#swapped = undefined;
		if (fault === 'swap') this.#swapped = message;
		else if (fault === 'truncate') this.inner.send(message.subarray(0, Math.floor(message.length / 2)));
		else if (fault !== 'drop') this.inner.send(message);
		if (fault === 'duplicate') this.inner.send(message);
		if (swapped !== undefined) this.inner.send(swapped);
	}

	stats(): Promise<undefined> {
		return this.inner.stats();
	}

	giveUp(): void {
		this.close();
	}

	close(): void {
		this.beforeUse();
		this.inner.close();
	}

	/** The bytes of all frames. */
	get sentBytes(): number {
		return this.sentFrames.reduce((sum, { length }) => sum + length, 0);
	}

	/** The whole messages that were sent. */
	get sentMessages(): Message[] {
		const assembler = new FrameAssembler();
		return this.sentFrames.flatMap((frame) => {
			const bytes = assembler.push(frame);
			return bytes === undefined ? [] : [decodeMessage(bytes, PROTOCOL_VERSION).message];
		});
	}

	/** The Loro updates that were sent. */
	get sentUpdates(): Uint8Array[] {
		return this.sentMessages.flatMap((message) => (message.type === 'update' ? [message.bytes] : []));
	}
}

/** A channel between two peers, whose messages take their time. */
export class Link {
	readonly a: LinkEnd;
	readonly b: LinkEnd;
	readonly #directions: readonly [Direction, Direction];

	constructor(clock: ManualClock, options: LinkOptions = {}) {
		const {
			kind = 'network',
			delay = () => 1,
			capacity = Infinity,
			inspect,
			fault = () => undefined
		} = options;
		let sender: 0 | 1 = 0;
		const [a, b] = MemoryChannel.pair((delivery) => this.#directions[sender].deliver(delivery), kind);
		a.isMetAnew = b.isMetAnew = options.isMetAnew ?? true;
		if (options.fingerprints !== undefined) [a.fingerprints, b.fingerprints] = options.fingerprints;
		this.#directions = [
			new Direction(clock, delay, capacity, (blocked) => (a.blocked = blocked)),
			new Direction(clock, delay, capacity, (blocked) => (b.blocked = blocked))
		];
		const inspectFrom = (end: 'a' | 'b') => inspect && ((message: Message) => inspect(message, end));
		this.a = new LinkEnd(a, this.#directions[0], () => (sender = 0), inspectFrom('a'), fault);
		this.b = new LinkEnd(b, this.#directions[1], () => (sender = 1), inspectFrom('b'), fault);
	}

	/** Loses what is under way and all that is still sent; the ends do not know of it yet. */
	sever(): void {
		for (const direction of this.#directions) direction.severed = true;
	}

	/** Ends the channel at both ends and loses what is under way. */
	cut(): void {
		this.sever();
		this.a.close();
		this.b.close();
	}
}
