import type { PeerView } from '../sync/views.js';
import type { Clock } from '../util/clock.js';
import { shownName } from './person-name.js';
import { pause } from './until-stored.js';

/** How long a page stays at least with a note that it has moved, in milliseconds, and how long at most. */
export const SHORTEST_STAY_MS = 3_000;
export const LONGEST_STAY_MS = 10_000;

/** How often it is looked at who was told, in milliseconds. */
const LOOK_MS = 100;

/** What of an open note its moving needs. */
export interface MovingNote {
	/** Who has it open now. */
	peers(): readonly PeerView[];
	/** Saves what is unsaved. @throws StorageError */
	flush(): Promise<void>;
	/**
	 * Sends each peer named its invite's text, and all others, also those who come later, the notice that there is none
	 * for them.
	 */
	tell(invites: ReadonlyMap<string, string>): void;
	/** Those whose channel was handed that. */
	told(): ReadonlySet<string>;
}

/** A page that has told that it moved the note stays with it until everybody was told, and knows who was missed. */
export class Farewell {
	readonly #begin: number;
	readonly #chosenIds: ReadonlySet<string>;
	readonly #cameAnew = new Set<string>();

	constructor(
		private readonly note: MovingNote,
		/** Who was to come along, as they were when they were chosen. */
		private readonly chosen: readonly PeerView[],
		readonly invites: ReadonlyMap<string, string>,
		private readonly clock: Clock
	) {
		this.#begin = clock.now();
		this.#chosenIds = new Set(chosen.map(({ id }) => id));
	}

	/** Whether the peer was chosen to come along, and so holds the invite by right. */
	chose(id: string): boolean {
		return this.invites.has(id);
	}

	/** Settles once everybody who is here was told, and had some time to hear it; in any case after a while. */
	async stay(): Promise<void> {
		for (;;) {
			const told = this.note.told();
			const here = this.note.peers();
			for (const { id, session } of here) if (!this.#chosenIds.has(id)) this.#cameAnew.add(session);
			const stayed = this.clock.now() - this.#begin;
			if (stayed >= LONGEST_STAY_MS) return;
			if (stayed >= SHORTEST_STAY_MS && here.every(({ id }) => told.has(id))) return;
			await pause(this.clock, LOOK_MS);
		}
	}

	/**
	 * The names of those chosen who may not have got the invite: their channel was not handed it, or they were here
	 * once more by another one. That they are who they say does not matter for that.
	 */
	get missed(): readonly string[] {
		const told = this.note.told();
		return namesOf(
			this.chosen.filter(
				({ id, session }) => !this.invites.has(id) || !told.has(id) || this.#cameAnew.has(session)
			)
		);
	}

	/** The names of all who were chosen but one. */
	allBut(id: string): readonly string[] {
		return namesOf(this.chosen.filter((peer) => peer.id !== id));
	}
}

/** The tabs of this browser need no invite. */
function namesOf(peers: readonly PeerView[]): readonly string[] {
	const others = peers.filter(({ kind }) => kind === 'network');
	return [...new Set(others.map(({ presence }) => shownName(presence?.name ?? '')))];
}
