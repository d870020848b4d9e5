import { Emitter, type Unsubscribe } from '../util/emitter.js';
import type { Channel } from './channel.js';
import type { TabMeeting } from './room.js';
import { TabChannel, type TabFrame } from './tab-channel.js';

function isTabFrame(data: unknown): data is TabFrame {
	return typeof data === 'object' && data !== null && 'from' in data && typeof data.from === 'string';
}

/**
 * Where the tabs of one browser that have the same note open meet: a BroadcastChannel. Each tab holds a Web Lock
 * named by its session; whoever gets that lock knows that the tab is gone, however it ended.
 */
export class TabRoom implements TabMeeting {
	readonly #bus: BroadcastChannel;
	readonly #channels = new Emitter<Channel>();
	readonly #open = new Map<string, TabChannel>();
	readonly #leave = new AbortController();
	#letGo: () => void = () => undefined;

	/** `topic` names the note, `session` this page. */
	constructor(
		private readonly topic: string,
		private readonly session: string
	) {
		this.#bus = new BroadcastChannel(`perch:${topic}`);
		this.#bus.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (isTabFrame(data)) this.#receive(data);
		};
		const held = new Promise<void>((resolve) => (this.#letGo = resolve));
		this.#lock(session, () => {
			this.#bus.postMessage({ from: session } satisfies TabFrame);
			return held;
		});
	}

	/** Tells of each tab that is met. */
	onChannel(listener: (channel: Channel) => void): Unsubscribe {
		return this.#channels.on(listener);
	}

	/** Leaves; the other tabs' channels to this one end. */
	leave(): void {
		for (const channel of [...this.#open.values()]) channel.close();
		this.#leave.abort();
		this.#letGo();
		this.#bus.close();
	}

	#receive({ from, to, bytes, end }: TabFrame): void {
		if (from === this.session || (to !== undefined && to !== this.session)) return;
		const channel = this.#open.get(from);
		if (end === true) channel?.close();
		else if (channel !== undefined && bytes !== undefined) channel.receive(bytes);
		else if (channel === undefined && bytes === undefined) this.#meet(from, to === undefined);
	}

	/** A tab that called out is answered, so that it knows of this one too. */
	#meet(from: string, answer: boolean): void {
		const channel = new TabChannel(from, (frame) => {
			if (!this.#leave.signal.aborted) this.#bus.postMessage({ ...frame, from: this.session, to: from });
		});
		this.#open.set(from, channel);
		channel.onClose(() => this.#open.delete(from));
		if (answer) this.#bus.postMessage({ from: this.session, to: from } satisfies TabFrame);
		this.#lock(from, () => {
			channel.close();
		});
		this.#channels.emit(channel);
	}

	#lock(session: string, granted: () => Promise<void> | undefined): void {
		const options = { signal: this.#leave.signal };
		navigator.locks.request(`perch:${this.topic}:${session}`, options, granted).catch((failure: unknown) => {
			if (!this.#leave.signal.aborted) throw failure;
		});
	}
}
