import {
	createTopicStrategy,
	selfId,
	type JoinRoomConfig,
	type Room as TrysteroHandle
} from '@trystero-p2p/core';
import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import { AnnouncementPace } from './announcement-pace.js';
import type { Channel } from './channel.js';
import { callerOf } from './call.js';
import { ANNOUNCE_ALONE_MS, DOUBT_INTERVAL_MS, RELAY_PATIENCE_MS } from './limits.js';
import { signEvent, topicFilter } from './nostr-event.js';
import { RelayPool } from './relay-pool.js';
import type { MeetingConfig, RelayView, Room, RoomState } from './room.js';
import { RtcChannel } from './rtc-channel.js';
import { UnrestartedConnection } from './unrestarted-connection.js';

/** The keys of a room, as crypto/keys derives them. */
export interface TrysteroRoomKeys {
	readonly appId: string;
	readonly roomTopic: string;
	readonly signallingPassword: string;
}

/**
 * A room in which Trystero finds the peers through Nostr relays. Each room has a Trystero strategy of its own:
 * relays, offers and connections are not shared with other rooms, and joining again never meets a room that is
 * still being left.
 */
export class TrysteroRoom implements Room {
	readonly #pool: RelayPool;
	readonly #handle: TrysteroHandle;
	readonly #channels = new Emitter<Channel>();
	readonly #doubts = new Emitter<Channel>();
	readonly #doubtedAt = new WeakMap<Channel, number>();
	readonly #stateChanged = new Emitter<undefined>();
	readonly #open = new Map<string, RtcChannel>();
	readonly #pace: AnnouncementPace;
	readonly #cancelPatience: CancelTimer;
	#heardAt = Number.NEGATIVE_INFINITY;
	#patient = true;
	#left = false;

	constructor(
		keys: TrysteroRoomKeys,
		config: MeetingConfig,
		private readonly clock: Clock
	) {
		this.#pace = new AnnouncementPace(clock);
		this.#pool = new RelayPool(config.relays, keys.roomTopic, clock);
		this.#pool.onStateChange(() => this.#stateChanged.emit(undefined));
		this.#cancelPatience = clock.after(RELAY_PATIENCE_MS, () => {
			this.#patient = false;
			this.#stateChanged.emit(undefined);
		});
		const joinRoom = createTopicStrategy<RelayPool>({
			init: () => this.#pool,
			subscribeTopic: (pool, topic, onMessage) =>
				pool.subscribe(topicFilter(topic), ({ content }) => {
					this.#heardAt = clock.now();
					this.#heard(callerOf(content));
					void onMessage(topic, content);
				}),
			publishTopic: (_, topic, message, { kind }) => this.#publish(topic, message, kind)
		});
		const joinConfig: JoinRoomConfig = {
			appId: keys.appId,
			password: keys.signallingPassword,
			rtcConfig: {
				iceServers: [...config.iceServers],
				iceTransportPolicy: config.onlyThroughTurn ? 'relay' : 'all'
			},
			...(UnrestartedConnection === undefined ? {} : { rtcPolyfill: UnrestartedConnection }),
			relayConfig: { manualReconnection: true, warnOnRelayFailure: false }
		};
		try {
			this.#handle = joinRoom(joinConfig, keys.roomTopic);
		} catch (failure) {
			this.#cancelPatience();
			this.#pool.close();
			throw failure;
		}
		this.#handle.onPeerJoin = (peer) => this.#meet(peer);
		this.#handle.onPeerLeave = (peer) => this.#open.get(peer)?.close();
	}

	get state(): RoomState {
		if (this.relays.some(({ state }) => state === 'answering')) return 'meeting';
		const isLooking = this.#patient || this.relays.some(({ state }) => state === 'connecting');
		return isLooking ? 'reaching-relay' : 'no-relay';
	}

	get relays(): readonly RelayView[] {
		return this.#pool.relays;
	}

	onStateChange(listener: () => void) {
		return this.#stateChanged.on(listener);
	}

	onChannel(listener: (channel: Channel) => void) {
		return this.#channels.on(listener);
	}

	onDoubt(listener: (channel: Channel) => void) {
		return this.#doubts.on(listener);
	}

	hasHeardWithin(ms: number): boolean {
		return this.clock.now() - this.#heardAt < ms;
	}

	retryNow(): void {
		this.#pool.retryNow();
	}

	async leave(): Promise<void> {
		if (this.#left) return;
		this.#left = true;
		this.#cancelPatience();
		// First, or this room would go on to meet peers while it is left, in the place of one that was joined anew.
		this.#pool.close();
		const channels = [...this.#open.values()];
		for (const channel of channels) channel.close();
		const connections = Object.values(this.#handle.getPeers());
		try {
			await Promise.all([this.#handle.leave(), ...channels.map((channel) => channel.drained(this.clock))]);
		} finally {
			// Trystero keeps them for two minutes, in which the others would not meet this page again.
			for (const connection of connections) connection.close();
		}
	}

	/** Trystero is told to ask often in any case: it would not hear of it when the company is gone. */
	async #publish(topic: string, message: unknown, kind: 'announce' | 'signal') {
		const content = typeof message === 'string' ? message : JSON.stringify(message);
		if (kind === 'signal') this.#pool.publish(await signEvent(topic, content));
		else if (this.#pace.takeDue()) this.#pool.announce(() => signEvent(topic, content));
		return { nextAnnounceMs: ANNOUNCE_ALONE_MS };
	}

	#heard(caller: string | undefined): void {
		if (caller === undefined || caller === selfId) return;
		this.#pace.heard(caller);
		const channel = this.#open.get(caller);
		if (channel !== undefined) this.#doubt(channel);
	}

	/** Trystero does not listen to those it is connected to: it would not hear that they have lost the connection. */
	#doubt(channel: RtcChannel): void {
		const now = this.clock.now();
		if (now - (this.#doubtedAt.get(channel) ?? Number.NEGATIVE_INFINITY) < DOUBT_INTERVAL_MS) return;
		this.#doubtedAt.set(channel, now);
		this.#doubts.emit(channel);
	}

	#meet(peer: string): void {
		const connection = this.#handle.getPeers()[peer];
		if (this.#left) connection?.close();
		if (connection === undefined || this.#left) return;
		this.#open.get(peer)?.close();
		const channel = new RtcChannel(connection, peer, true);
		this.#open.set(peer, channel);
		this.#pace.met(peer);
		this.#pool.inCompany = true;
		channel.onClose(() => {
			if (this.#open.get(peer) !== channel) return;
			this.#open.delete(peer);
			this.#pace.lost(peer);
			this.#pool.inCompany = this.#open.size > 0;
		});
		this.#channels.emit(channel);
	}
}
