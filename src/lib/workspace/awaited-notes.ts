import type { Clock } from '../util/clock.js';
import type { Unsubscribe } from '../util/emitter.js';
import type { Departure, SyncStatus } from './types.js';

/** So many notes are awaited at the same time, each in a room of its own. */
export const AWAITED_NOTES_AT_ONCE = 4;

/** How long a note that could not be opened is left alone, in milliseconds. */
const OPEN_AGAIN_MS = 30_000;

/** A note that is open without a screen. */
export interface AwaitedSession {
	readonly status: SyncStatus;
	readonly departure: Departure | undefined;
	/** Tells of each change of `status`. */
	onStatusChange(listener: () => void): Unsubscribe;
	/** Saves what is unsaved and lets go of everything. */
	close(): Promise<void>;
}

/** The notes of this device, as far as those that are awaited go. */
export interface AwaitingContext<Session> {
	/** The listed notes that were joined and of which nothing is stored yet; the one added last first. */
	waiting(): readonly string[];
	/** Whether this page has the note open already, is opening it, or is about to have closed it. */
	isOpen(noteId: string): boolean;
	/** @throws StorageError */
	open(noteId: string): Promise<Session>;
}

interface Held<Session> {
	readonly opening: Promise<Session>;
	/** Undefined until it is open. */
	session: Session | undefined;
	unsubscribe: Unsubscribe;
}

/**
 * Waits in the background for the content of notes whose holders were away when they were joined (docs/protocol.md, P32).
 * One function decides what is held, from what the library says now:
 *
 * 1. Only in the leading tab a note is waited for, and at most AWAITED_NOTES_AT_ONCE; those added last go first.
 * 2. A note that this page has open otherwise is never opened a second time. What is awaited and then opened by the person
 *    is handed over as it is (`take`).
 * 3. Once something is stored, a note is let go of as soon as all that those who are here are known to have is stored,
 *    whoever leads by then.
 * 4. A note that has moved, or in which this device may do more by now, is let go of; what takes its place is waited for anew.
 */
export class AwaitedNotes<Session extends AwaitedSession> {
	readonly #held = new Map<string, Held<Session>>();
	#leads = false;
	#isDue = false;

	constructor(
		private readonly context: AwaitingContext<Session>,
		private readonly clock: Clock
	) {}

	/** Whether this tab is the one that waits. */
	set leads(leads: boolean) {
		this.#leads = leads;
		this.refresh();
	}

	/** The notes that are awaited or still come in. */
	get held(): readonly string[] {
		return [...this.#held.keys()];
	}

	/** Looks anew, once what is under way has ended: the library has changed, or a note was closed. */
	refresh(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		queueMicrotask(() => {
			this.#isDue = false;
			this.#evaluate();
		});
	}

	/**
	 * Hands over the session of a note that is awaited; undefined if it is not. The person's page has to count as having it
	 * open from before the call.
	 */
	async take(noteId: string): Promise<Session | undefined> {
		const held = this.#held.get(noteId);
		if (held === undefined) return undefined;
		this.#forget(noteId, held);
		this.refresh();
		let session: Session;
		try {
			session = await held.opening;
		} catch {
			// Told in the log; whoever asked tries it once more, and says what they meet.
			return undefined;
		}
		if (!isOver(session.departure)) return session;
		void closed(session);
		return undefined;
	}

	#evaluate(): void {
		const waiting = this.context.waiting();
		const mine = waiting.filter((noteId) => this.#held.has(noteId) || !this.context.isOpen(noteId));
		const wanted = this.#leads ? mine.slice(0, AWAITED_NOTES_AT_ONCE) : [];
		for (const [noteId, held] of [...this.#held]) {
			const { session } = held;
			if (session === undefined) continue;
			const stays = waiting.includes(noteId) ? wanted.includes(noteId) : isComing(session.status);
			if (stays && !isOver(session.departure)) continue;
			this.#forget(noteId, held);
			void closed(session);
		}
		for (const noteId of wanted) {
			if (!this.#held.has(noteId) && !this.context.isOpen(noteId)) void this.#await(noteId);
		}
	}

	/** Never rejects. */
	async #await(noteId: string): Promise<void> {
		const held: Held<Session> = {
			opening: this.context.open(noteId),
			session: undefined,
			unsubscribe: () => undefined
		};
		this.#held.set(noteId, held);
		try {
			const session = await held.opening;
			if (this.#held.get(noteId) !== held) return;
			held.session = session;
			held.unsubscribe = session.onStatusChange(() => this.refresh());
		} catch (failure) {
			console.warn('a note cannot be waited for at present', failure);
			await new Promise<void>((resolve) => void this.clock.after(OPEN_AGAIN_MS, resolve));
			if (this.#held.get(noteId) === held) this.#forget(noteId, held);
		}
		this.refresh();
	}

	#forget(noteId: string, held: Held<Session>): void {
		held.unsubscribe();
		this.#held.delete(noteId);
	}
}

/** Something is stored, and more may be on its way. */
function isComing({ kind }: SyncStatus): boolean {
	return kind !== 'synced' && kind !== 'saved' && kind !== 'waiting';
}

function isOver(departure: Departure | undefined): boolean {
	return departure !== undefined && departure.kind !== 'left';
}

async function closed(session: AwaitedSession): Promise<void> {
	try {
		await session.close();
	} catch (failure) {
		console.error('a note that was awaited was not closed properly', failure);
	}
}
