import type { Channel } from '../transport/channel.js';
import type { MeetingConfig, RelayView, Room, RoomState } from '../transport/room.js';
import type { TrysteroRoom } from '../transport/trystero-room.js';
import type { Clock } from '../util/clock.js';
import { ROOM_PART_RETRY_MS } from './limits.js';
import type { LazyNoteKeys } from './note-keys.js';

/** What a note's room tells. */
export interface NoteRoomListener {
	channel(channel: Channel): void;
	/** It is to be found out whether the channel is still alive. */
	doubt(channel: Channel): void;
	stateChanged(): void;
}

/** Whether this browser can connect to others at all. */
export function hasWebRtc(): boolean {
	return typeof RTCPeerConnection !== 'undefined';
}

/** The room of one note: joined once its keys are derived and config.json was read, left at once when asked. */
export class NoteRoom {
	#room: Room | undefined;
	/** Counts joins and leaves, so that a join that is overtaken ends in nothing. */
	#turn = 0;

	constructor(
		private readonly keys: LazyNoteKeys,
		private readonly meetingConfig: () => Promise<MeetingConfig>,
		private readonly clock: Clock,
		private readonly listener: NoteRoomListener
	) {}

	/** Undefined as long as the room is not joined. */
	get state(): RoomState | undefined {
		return this.#room?.state;
	}

	/** The relays in use; none as long as the room is not joined. */
	get relays(): readonly RelayView[] {
		return this.#room?.relays ?? [];
	}

	/** Joins; what keeps it from that is logged, and the state stays undefined. Does nothing without WebRTC. */
	join(): void {
		if (!hasWebRtc() || this.#room !== undefined) return;
		this.#turn += 1;
		this.#join(this.#turn).catch((failure: unknown) => {
			console.error('the room could not be joined', failure);
		});
	}

	/**
	 * Leaves and joins anew: Trystero leaves on `beforeunload`, also when the page then comes back, what it holds in stock may
	 * be of a network that this device is no longer in, and a room keeps the servers that it was joined with.
	 */
	rejoin(): void {
		void this.leave();
		this.join();
	}

	/** Whether anything came by a relay within so many milliseconds. */
	hasHeardWithin(ms: number): boolean {
		return this.#room?.hasHeardWithin(ms) === true;
	}

	/** Tries at once to reach the relays that are waited for, and looks whether the others are still there. */
	retryNow(): void {
		this.#room?.retryNow();
	}

	/** Leaves; settles when the others were told, and never rejects. */
	async leave(): Promise<void> {
		this.#turn += 1;
		const room = this.#room;
		this.#room = undefined;
		try {
			await room?.leave();
		} catch (failure) {
			console.warn('the room could not be left in order', failure);
		}
	}

	async #join(turn: number): Promise<void> {
		const [RoomOfTrystero, keys, config] = await Promise.all([
			this.#load(turn),
			this.keys.get(),
			this.meetingConfig()
		]);
		if (RoomOfTrystero === undefined || turn !== this.#turn) return;
		const room = new RoomOfTrystero(keys, config, this.clock);
		this.#room = room;
		room.onStateChange(() => this.listener.stateChanged());
		room.onDoubt((channel) => this.listener.doubt(channel));
		room.onChannel((channel) => {
			if (this.#room === room) this.listener.channel(channel);
			else channel.close();
		});
		this.listener.stateChanged();
	}

	/**
	 * What only a room needs of the app, a seventh of the bytes before the first paint, comes when one is joined. Where it cannot be
	 * fetched, as while the network changes, it is asked for again as long as the join stands.
	 */
	async #load(turn: number): Promise<typeof TrysteroRoom | undefined> {
		while (turn === this.#turn) {
			try {
				return (await import('../transport/trystero-room.js')).TrysteroRoom;
			} catch (failure) {
				console.warn('what a room needs could not be loaded', failure);
			}
			await new Promise<void>((resolve) => {
				this.clock.after(ROOM_PART_RETRY_MS, resolve);
			});
		}
		return undefined;
	}
}
