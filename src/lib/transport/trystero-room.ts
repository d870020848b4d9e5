import { createTopicStrategy, type JoinRoomConfig, type Room as TrysteroHandle } from '@trystero-p2p/core';
import { createEvent, subscribe } from 'trystero/nostr';
import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import type { Channel } from './channel.js';
import {
	ANNOUNCE_ALONE_MS,
	ANNOUNCE_IN_COMPANY_MS,
	ANNOUNCE_MIN_MS,
	DOUBT_INTERVAL_MS,
	RELAY_PATIENCE_MS
} from './limits.js';
import { callerOf } from './call.js';
import { NostrRelay } from './nostr-relay.js';
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
 * What to ask a relay for. Trystero's request also says `since` now by this machine's clock, which hides a peer
 * whose clock is late; ephemeral events are not stored, so nothing older can come.
 */
function topicFilter(topic: string): Readonly<Record<string, unknown>> {
	const [, , filter] = JSON.parse(subscribe('', topic)) as [string, string, Record<string, unknown>];
	delete filter['since'];
	return filter;
}

/**
 * A room in which Trystero finds the peers through Nostr relays. Each room has a Trystero strategy of its own:
 * relays, offers and connections are not shared with other rooms, and joining again never meets a room that is
 * still being left.
 */
export class TrysteroRoom implements Room {
	readonly #relays: readonly NostrRelay[];
	readonly #handle: TrysteroHandle;
	readonly #channels = new Emitter<Channel>();
	readonly #doubts = new Emitter<Channel>();
	readonly #stateChanged = new Emitter<undefined>();
	readonly #open = new Map<string, RtcChannel>();
	readonly #announcedAt = new Map<NostrRelay, number>();
	readonly #doubtedAt = new WeakMap<Channel, number>();
	/** What makes this page known, as Trystero words it; undefined until it first did. */
	#announcement: { readonly topic: string; readonly content: string } | undefined;
	readonly #cancelPatience: CancelTimer;
	#heardAt = Number.NEGATIVE_INFINITY;
	#patient = true;
	#left = false;

	constructor(
		keys: TrysteroRoomKeys,
		config: MeetingConfig,
		private readonly clock: Clock
	) {
		this.#relays = config.relays.map((url) => new NostrRelay(url, clock));
		for (const relay of this.#relays) {
			relay.onStateChange(() => {
				void this.#announceIfAlone(relay);
				this.#stateChanged.emit(undefined);
			});
		}
		this.#cancelPatience = clock.after(RELAY_PATIENCE_MS, () => {
			this.#patient = false;
			this.#stateChanged.emit(undefined);
		});
		const joinRoom = createTopicStrategy<NostrRelay>({
			init: () => [...this.#relays],
			subscribeTopic: (relay, topic, onMessage) =>
				relay.subscribe(topicFilter(topic), ({ content }) => {
					this.#heardAt = clock.now();
					this.#doubt(content);
					void onMessage(topic, content);
				}),
			publishTopic: (relay, topic, message, { kind }) => this.#publish(relay, topic, message, kind)
		});
		const joinConfig: JoinRoomConfig = {
			appId: keys.appId,
			password: keys.signallingPassword,
			rtcConfig: { iceServers: [...config.iceServers] },
			...(UnrestartedConnection === undefined ? {} : { rtcPolyfill: UnrestartedConnection }),
			relayConfig: { manualReconnection: true, warnOnRelayFailure: false }
		};
		this.#handle = joinRoom(joinConfig, keys.roomTopic);
		this.#handle.onPeerJoin = (peer) => this.#meet(peer);
		this.#handle.onPeerLeave = (peer) => this.#open.get(peer)?.close();
	}

	get state(): RoomState {
		if (this.#relays.some(({ isOpen }) => isOpen)) return 'meeting';
		return this.#patient ? 'reaching-relay' : 'no-relay';
	}

	get relays(): readonly RelayView[] {
		return this.#relays.map(({ url, isOpen }) => ({
			url,
			state: isOpen ? 'answering' : this.#patient ? 'connecting' : 'failing',
			roundTripMs: undefined
		}));
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
		for (const relay of this.#relays) {
			relay.retryNow();
			void this.#announceIfAlone(relay);
		}
	}

	async leave(): Promise<void> {
		if (this.#left) return;
		this.#left = true;
		this.#cancelPatience();
		// First, or this room would go on to meet peers while it is left, in the place of one that was joined anew.
		for (const relay of this.#relays) relay.close();
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

	/**
	 * While alone, a peer makes itself known often, so that who comes back is met soon; in company, seldom. Trystero is
	 * told to ask often in any case: it would not hear of it when the company is gone.
	 */
	async #publish(relay: NostrRelay, topic: string, message: unknown, kind: 'announce' | 'signal') {
		const content = typeof message === 'string' ? message : JSON.stringify(message);
		if (kind === 'announce') {
			this.#announcement ??= { topic, content };
			if (!(await relay.opened())) return { stopAnnouncing: true as const };
		}
		if (kind === 'signal' || this.#isAnnouncementDue(relay)) relay.publish(await createEvent(topic, content));
		return { nextAnnounceMs: ANNOUNCE_ALONE_MS };
	}

	#isAnnouncementDue(relay: NostrRelay): boolean {
		const now = this.clock.now();
		const last = this.#announcedAt.get(relay) ?? Number.NEGATIVE_INFINITY;
		if (now - last < (this.#open.size > 0 ? ANNOUNCE_IN_COMPANY_MS : ANNOUNCE_MIN_MS)) return false;
		this.#announcedAt.set(relay, now);
		return true;
	}

	/** What Trystero does next may be seconds away. */
	async #announceIfAlone(relay: NostrRelay): Promise<void> {
		if (this.#announcement === undefined || !relay.isOpen || this.#open.size > 0) return;
		if (!this.#isAnnouncementDue(relay)) return;
		const { topic, content } = this.#announcement;
		relay.publish(await createEvent(topic, content));
	}

	/** Trystero does not listen to those it is connected to: it would not hear that they have lost the connection. */
	#doubt(content: string): void {
		const channel = this.#open.get(callerOf(content) ?? '');
		if (channel === undefined) return;
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
		const channel = new RtcChannel(connection, peer);
		this.#open.set(peer, channel);
		channel.onClose(() => {
			if (this.#open.get(peer) !== channel) return;
			this.#open.delete(peer);
			// Whoever was lost is to hear of this page soon, and not only when company is told the next time.
			this.#announcedAt.clear();
			for (const relay of this.#relays) void this.#announceIfAlone(relay);
		});
		this.#channels.emit(channel);
	}
}
