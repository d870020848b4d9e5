import type { Channel } from '../transport/channel.js';
import type { Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import type { Admission } from './admission.js';
import { Connection, type DropReason } from './connection.js';
import { Pulse } from './pulse.js';

/** All pages that this page talks to in one room, and no page twice. They outlive the documents that use them. */
export class Connections {
	readonly #all = new Set<Connection>();
	#added = 0;
	readonly #admitted = new Emitter<Connection>();
	readonly #ended = new Emitter<Connection>();
	readonly #dropped = new Emitter<DropReason>();
	readonly #silenceChanged = new Emitter<Connection>();
	readonly #pulse: Pulse;
	#watching = true;

	/** `session`: this page's random id, SESSION_BYTES in base64url. */
	constructor(
		readonly session: string,
		private readonly clock: Clock,
		/** Who may do what; the tabs of this browser are not asked. */
		private readonly admission: Admission
	) {
		this.#pulse = new Pulse(clock);
	}

	/** Tells of each page that was admitted. */
	readonly onAdmitted = this.#admitted.on.bind(this.#admitted);
	/** Tells of each connection that has ended, for whatever reason. */
	readonly onEnded = this.#ended.on.bind(this.#ended);
	/** Tells why a peer was dropped. */
	readonly onDropped = this.#dropped.on.bind(this.#dropped);

	/** Tells of each page that is silent now, or was heard again. */
	readonly onSilenceChange = this.#silenceChanged.on.bind(this.#silenceChanged);

	/** Every page that was admitted. */
	get admitted(): readonly Connection[] {
		return [...this.#all].filter(({ isAdmitted }) => isAdmitted);
	}

	/** Takes up a new channel. */
	add(channel: Channel): void {
		this.#added += 1;
		const { session, clock, admission } = this;
		const connection = new Connection(`${this.#added}`, channel, session, clock, admission, this.#pulse, {
			admitted: (admitted) => {
				if (this.#settleDuplicates(admitted)) this.#admitted.emit(admitted);
			},
			ended: (ended, reason) => {
				this.#all.delete(ended);
				this.#ended.emit(ended);
				if (reason !== undefined) this.#dropped.emit(reason);
			},
			silenceChanged: (changed) => this.#silenceChanged.emit(changed)
		});
		connection.watching = this.#watching;
		this.#all.add(connection);
		connection.start();
	}

	/** Whether silence counts: in a page out of sight timers run late, and nobody looks. */
	set watching(watching: boolean) {
		this.#watching = watching;
		for (const connection of this.#all) connection.watching = watching;
	}

	/** Looks at once which of the peers still answer: the page was woken, or the network has changed. */
	probe(): void {
		for (const connection of [...this.#all]) connection.probe();
	}

	/** Looks at once whether the peer at the end of one channel still answers. */
	probeChannel(channel: Channel): void {
		for (const connection of [...this.#all]) if (connection.uses(channel)) connection.probe();
	}

	/** Whether a page of another browser is here, and is heard. */
	get hasNetworkPeer(): boolean {
		return this.admitted.some(({ kind, isSilent }) => kind === 'network' && !isSilent);
	}

	/** Ends everything. */
	close(): void {
		for (const connection of [...this.#all]) connection.close();
	}

	/**
	 * One page is talked to on one channel: a tab's own rather than the network's, and of two of the network one that still
	 * answers. If both do, both stay: a session is a word, and whoever claims another's must not cut that one off. Whether
	 * this channel stays.
	 */
	#settleDuplicates(connection: Connection): boolean {
		const { session, kind } = connection;
		if (session === this.session) {
			connection.drop('redundant');
			return false;
		}
		for (const other of [...this.#all]) {
			if (other === connection || !other.isAdmitted || other.session !== session) continue;
			if (other.kind !== kind) {
				const worse = other.kind === 'network' ? other : connection;
				worse.drop('redundant');
				if (worse === connection) return false;
			} else if (kind === 'tab') other.drop('redundant');
			else other.probe();
		}
		return true;
	}
}
