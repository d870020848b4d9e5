import type { Connection } from '../sync/connection.js';
import type { PeerView } from '../sync/views.js';
import type { RelayView } from '../transport/room.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import type { ColourOf } from './person-colours.js';
import { shownName } from './person-name.js';
import { deviceOf } from './receipts.js';
import { rightOfRole } from './rights.js';
import type { ConnectionsView, DeviceCopy, PeerConnection } from './types.js';

/** How often the connections are looked at while somebody looks, in milliseconds. */
const LOOK_INTERVAL_MS = 1_000;

/** Where to look. */
export interface ConnectionsSource {
	relays(): readonly RelayView[];
	peers(): readonly PeerView[];
	/** The connections of all peers. */
	connections(): readonly Connection[];
	copies(): readonly DeviceCopy[];
	/** Which colour each person has. */
	colourOf: ColourOf;
}

/** With whom a note is connected and how that goes, for as long as somebody looks. */
export class NoteConnections implements ConnectionsView {
	readonly #source: ConnectionsSource;
	readonly #clock: Clock;
	#watchers = 0;
	#cancel: CancelTimer = () => undefined;
	#relays: readonly RelayView[] = $state.raw([]);
	#peers: readonly PeerConnection[] = $state.raw([]);

	constructor(source: ConnectionsSource, clock: Clock) {
		this.#source = source;
		this.#clock = clock;
	}

	get relays(): readonly RelayView[] {
		return this.#relays;
	}

	get peers(): readonly PeerConnection[] {
		return this.#peers;
	}

	watch(): Unsubscribe {
		this.#watchers += 1;
		if (this.#watchers === 1) void this.#lookOn();
		return () => {
			this.#watchers -= 1;
			if (this.#watchers === 0) this.#cancel();
		};
	}

	async #lookOn(): Promise<void> {
		await this.#look();
		if (this.#watchers === 0) return;
		this.#cancel();
		this.#cancel = this.#clock.after(LOOK_INTERVAL_MS, () => void this.#lookOn());
	}

	async #look(): Promise<void> {
		this.#relays = this.#source.relays();
		const connections = new Map(this.#source.connections().map((one) => [one.id, one]));
		const found = this.#source.peers().map(async (peer) => {
			const connection = connections.get(peer.id);
			return connection === undefined ? undefined : await this.#describe(peer, connection);
		});
		const peers = (await Promise.all(found)).filter((peer) => peer !== undefined);
		this.#peers = [
			...peers.filter(({ kind }) => kind === 'network'),
			...peers.filter(({ kind }) => kind === 'tab')
		];
	}

	async #describe(peer: PeerView, connection: Connection): Promise<PeerConnection> {
		const { id, kind, presence, isQuiet } = peer;
		const right = rightOfRole(peer.role);
		const device =
			kind === 'network' && presence !== undefined ? deviceOf(presence.person, right) : undefined;
		return {
			id,
			kind,
			name: shownName(presence?.name ?? ''),
			colour: this.#source.colourOf({ person: presence?.person ?? '', right }),
			right,
			isQuiet,
			connectedAt: Date.now() - connection.admittedForMs,
			stats: await connection.stats(),
			copy: this.#source.copies().find((copy) => copy.device === device)
		};
	}
}
