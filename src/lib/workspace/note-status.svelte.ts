import type { StorageFailure } from '../storage/chunk-store.js';
import type { DropReason } from '../sync/connection.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import { hasWebRtc } from './note-room.js';
import { Steady } from './steady.js';
import { connectionState, sameStatus, syncStatus, type StatusFacts } from './sync-status.js';
import type { ConnectionState, SyncStatus } from './types.js';

/** Good news has to last this long, in milliseconds, before it is shown. */
const LASTING_MS = 300;

/** So long after an edit, in milliseconds, peers may take beyond what they have to say that they stored it before it counts as trouble. */
const RECEIPT_PATIENCE_MS = 2_000;

/** What the status follows from beyond what this class knows itself. */
export type NoteFacts = Omit<StatusFacts, 'hasWebRtc' | 'online' | 'met' | 'justChanged'>;

function isGoodNews(status: SyncStatus): boolean {
	return status.kind === 'saved' || status.kind === 'synced' || status.kind === 'connecting';
}

/** The status of an open note, as the screen shows it. */
export class NoteStatus {
	readonly #clock: Clock;
	readonly #changed = new Emitter<undefined>();
	readonly #steady: Steady<SyncStatus>;
	#met: StatusFacts['met'] = 'nobody-else';
	/** By when they should have said so. */
	#dueAt = Number.NEGATIVE_INFINITY;
	#cancelPatience: CancelTimer = () => undefined;
	#status: SyncStatus = $state.raw({ kind: 'saving' });
	#connection: ConnectionState = $state('reaching-relay');

	constructor(clock: Clock) {
		this.#clock = clock;
		const steadiness = { isGood: isGoodNews, same: sameStatus, lastingMs: LASTING_MS };
		this.#steady = new Steady(this.#status, steadiness, clock, (status) => {
			this.#status = status;
			this.#changed.emit(undefined);
		});
	}

	/** Tells of each change of `current`. */
	readonly onChange = this.#changed.on.bind(this.#changed);

	get current(): SyncStatus {
		return this.#status;
	}

	/** What the meeting of peers is at, whatever else there is to say. */
	get connection(): ConnectionState {
		return this.#connection;
	}

	/** Notes why a peer was dropped. */
	peerDropped(reason: DropReason): void {
		if (reason === 'newer' || reason === 'older') this.#met = reason;
	}

	/**
	 * The note has changed. `takesMs`: how long peers may take at least to say that they have stored it; `late`: what is done once it counts
	 * as trouble that they have not.
	 */
	changed(takesMs: number, late: () => void): void {
		const patienceMs = RECEIPT_PATIENCE_MS + takesMs;
		this.#dueAt = this.#clock.now() + patienceMs;
		this.#cancelPatience();
		this.#cancelPatience = this.#clock.after(patienceMs, late);
	}

	/** Takes the facts of now. */
	take(facts: NoteFacts): void {
		const justChanged = this.#clock.now() < this.#dueAt;
		const ofPage = { hasWebRtc: hasWebRtc(), online: navigator.onLine };
		const all: StatusFacts = { ...facts, ...ofPage, met: this.#met, justChanged };
		this.#connection = connectionState(all);
		this.#steady.set(syncStatus(all));
	}

	/** Nothing can be saved. */
	fail(reason: StorageFailure): void {
		this.#steady.set({ kind: 'not-saved', reason });
	}

	stop(): void {
		this.#steady.stop();
		this.#cancelPatience();
	}
}
