import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { ANNOUNCE_MIN_MS, RELAY_LETTING_GO_MS, RELAY_VISIT_MS, RELAYS_PER_ROOM } from './limits.js';
import type { SignedEvent } from './nostr-event.js';
import type { NostrEvent } from './nostr-message.js';
import { NostrRelay } from './nostr-relay.js';
import { chooseRelays, rankRelays } from './relay-ranking.js';
import type { RelayView } from './room.js';
import { SeenEvents } from './seen-events.js';

type Filter = Readonly<Record<string, unknown>>;

interface Subscription {
	readonly filter: Filter;
	readonly listener: (event: NostrEvent) => void;
	readonly atRelays: Map<string, Unsubscribe>;
}

/**
 * Of the configured relays the few that a room uses, as if they were one (docs/protocol.md, P30). One that fails is
 * still tried, and the next in rank is used beside it, until it answers again and some time has gone by. A peer that
 * is alone also looks in at the others, one after another: somebody may be there who does not reach the first ones.
 */
export class RelayPool {
	readonly #ranked: readonly string[];
	readonly #relays = new Map<string, NostrRelay>();
	readonly #lettingGo = new Map<string, CancelTimer>();
	readonly #subscriptions = new Set<Subscription>();
	readonly #stateChanged = new Emitter<undefined>();
	#visited: string | undefined;
	#cancelVisit: CancelTimer = () => undefined;
	#inCompany = false;
	#makeAnnouncement: (() => Promise<SignedEvent>) | undefined;
	#announcedAt = Number.NEGATIVE_INFINITY;
	#closed = false;

	constructor(
		urls: readonly string[],
		topic: string,
		private readonly clock: Clock
	) {
		this.#ranked = rankRelays(urls, topic);
		this.#choose();
		this.#visitLater();
	}

	/** The relays in use, by rank. */
	get relays(): readonly RelayView[] {
		return this.#ranked.flatMap((url) => this.#relays.get(url)?.view ?? []);
	}

	/** Tells of each change of `relays`. */
	onStateChange(listener: () => void): Unsubscribe {
		return this.#stateChanged.on(listener);
	}

	/**
	 * Whether somebody is met, so that nobody else has to be looked for at relays that the room does not use. Who has lost
	 * the last one is to be heard of at once.
	 */
	set inCompany(inCompany: boolean) {
		if (this.#closed || this.#inCompany === inCompany) return;
		this.#inCompany = inCompany;
		this.#cancelVisit();
		this.#visited = undefined;
		if (!inCompany) this.#visitLater();
		this.#choose();
		this.#announceIfAlone();
	}

	/** Asks all relays, also those that come to be used later, for events. One that comes by several is handed on once. */
	subscribe(filter: Filter, listener: (event: NostrEvent) => void): Unsubscribe {
		const seen = new SeenEvents();
		const listenToNew = (event: NostrEvent) => {
			if (seen.isNew(event)) listener(event);
		};
		const subscription: Subscription = { filter, listener: listenToNew, atRelays: new Map() };
		this.#subscriptions.add(subscription);
		for (const relay of this.#relays.values()) subscribeAt(relay, subscription);
		return () => {
			this.#subscriptions.delete(subscription);
			for (const unsubscribe of subscription.atRelays.values()) unsubscribe();
			subscription.atRelays.clear();
		};
	}

	/** Sends an event to all relays that are connected. */
	publish(event: SignedEvent): void {
		for (const relay of this.#relays.values()) relay.publish(event);
	}

	/**
	 * Makes this page known at all relays, now and at each that comes to be connected later. `make` makes an event that a
	 * subscription asks for, so that it comes back.
	 */
	announce(make: () => Promise<SignedEvent>): void {
		this.#makeAnnouncement = make;
		this.#announcedAt = this.clock.now();
		this.#announceAt(() => [...this.#relays.values()]);
	}

	/** Tries at once to connect to those that are not connected, and has the others show that they still are. */
	retryNow(): void {
		for (const relay of this.#relays.values()) relay.retryNow();
		this.#announceIfAlone();
	}

	/** Gives all relays up. */
	close(): void {
		this.#closed = true;
		this.#cancelVisit();
		for (const url of [...this.#relays.keys()]) this.#letGo(url);
	}

	/** Uses the relays that are to be used, and lets go of the others after a while. */
	#choose(): void {
		if (this.#closed) return;
		let chosen: readonly string[];
		let isChanged: boolean;
		do {
			chosen = this.#chosen();
			const used = this.#visited === undefined ? chosen : [...chosen, this.#visited];
			isChanged = used.filter((url) => this.#use(url)).length > 0;
			for (const url of this.#relays.keys()) if (!used.includes(url)) this.#letGoLater(url);
			// One that was just begun with may have failed already: the browser refused its address.
		} while (isChanged);
	}

	#chosen(): readonly string[] {
		const stateOf = (url: string) => this.#relays.get(url)?.view.state ?? 'connecting';
		return chooseRelays(this.#ranked, stateOf, RELAYS_PER_ROOM);
	}

	/** @returns whether it was not used before */
	#use(url: string): boolean {
		this.#lettingGo.get(url)?.();
		this.#lettingGo.delete(url);
		if (this.#relays.has(url)) return false;
		const relay = new NostrRelay(url, this.clock);
		this.#relays.set(url, relay);
		for (const subscription of this.#subscriptions) subscribeAt(relay, subscription);
		relay.onConnected(() => this.#announceAt(() => [relay]));
		relay.onStateChange(() => {
			this.#choose();
			this.#stateChanged.emit(undefined);
		});
		return true;
	}

	#letGoLater(url: string): void {
		if (this.#lettingGo.has(url)) return;
		const cancel = this.clock.after(RELAY_LETTING_GO_MS, () => {
			this.#letGo(url);
			this.#stateChanged.emit(undefined);
		});
		this.#lettingGo.set(url, cancel);
	}

	#letGo(url: string): void {
		this.#lettingGo.get(url)?.();
		this.#lettingGo.delete(url);
		for (const { atRelays } of this.#subscriptions) atRelays.delete(url);
		this.#relays.get(url)?.close();
		this.#relays.delete(url);
	}

	#visitLater(): void {
		this.#cancelVisit = this.clock.after(RELAY_VISIT_MS, () => {
			this.#visitNext();
			this.#visitLater();
		});
	}

	/** Goes to the next of those relays that the room does not use, by rank, and after the last to the first. */
	#visitNext(): void {
		const chosen = this.#chosen();
		const others = this.#ranked.filter((url) => !chosen.includes(url));
		const before = this.#visited;
		this.#visited = others[before === undefined ? 0 : (others.indexOf(before) + 1) % others.length];
		if (before !== undefined && before !== this.#visited && others.includes(before)) this.#letGo(before);
		this.#choose();
		this.#stateChanged.emit(undefined);
	}

	/** When Trystero announces this page the next time may be seconds away. */
	#announceIfAlone(): void {
		const make = this.#makeAnnouncement;
		const isSoon = this.clock.now() - this.#announcedAt < ANNOUNCE_MIN_MS;
		if (make !== undefined && !this.#inCompany && !isSoon) this.announce(make);
	}

	#announceAt(relays: () => readonly NostrRelay[]): void {
		this.#makeAnnouncement?.().then(
			(event) => {
				for (const relay of relays()) relay.announce(event);
			},
			(failure: unknown) => console.error('an announcement could not be made', failure)
		);
	}
}

function subscribeAt(relay: NostrRelay, { filter, listener, atRelays }: Subscription): void {
	atRelays.set(relay.view.url, relay.subscribe(filter, listener));
}
