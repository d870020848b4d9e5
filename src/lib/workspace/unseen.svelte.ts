import { untrack } from 'svelte';
import type { Note } from '../note/note.js';
import { unseenChanges, type UnseenChanges } from '../note/unseen.js';
import { covers, mergeVersions, sameVersion, type Version } from '../note/version.js';
import { StorageError } from '../storage/chunk-store.js';
import type { PeerView } from '../sync/views.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import { Paced } from '../util/paced.js';
import { cleanName } from './person-name.js';
import type { SeenRecord, SeenVersions } from './seen-versions.js';
import type { UnseenView } from './types.js';

/** After the last change, in milliseconds, before it is looked what is new; when nobody looks, there is time. */
const LOOK_FOR_NEWS_MS = 300;
const LOOK_FOR_NEWS_UNSEEN_MS = 2_000;

/** Changes that go on and on put it off for no longer than this, in milliseconds. */
const LOOK_FOR_NEWS_WITHIN_MS = 2_000;
const LOOK_FOR_NEWS_UNSEEN_WITHIN_MS = 10_000;

/** To look what is new takes at most one part in so many of the time. */
const REST_PER_COMPARISON = 20;

/** A peer that is connected for so long, in milliseconds, is not waited for: it may never get in step. */
const CATCH_UP_MS = 10_000;

/** Who leaves a note with changes marked has seen them after so long, in milliseconds. */
const SEEN_AFTER_MS = 4_000;

/** What was seen is written down at most this often, in milliseconds. */
const WRITE_INTERVAL_MS = 1_000;

/** What was seen is not known to be nothing. */
const UNREADABLE = Symbol('unreadable');

/** Someone of the network who is connected. */
interface Arrival {
	/** By the clock, in milliseconds. */
	readonly since: number;
	/** Whether what they had before was taken in. */
	readonly caughtUp: boolean;
}

/** The note whose changes are told. */
export interface UnseenSource {
	readonly id: string;
	/** Its document as it is now, or undefined while that is dead or gone. */
	note(): Note | undefined;
	/** The Loro peers under which this device has written in it, in whatever tab, as far as it knows that itself. */
	own(): Promise<ReadonlySet<string>>;
}

/** What others changed in a note since it was last looked at on this device (docs/storage.md, S35). */
export class Unseen implements UnseenView {
	readonly #source: UnseenSource;
	readonly #versions: SeenVersions;
	readonly #clock: Clock;
	readonly #write: Paced<SeenRecord>;
	/** Whether what was seen is known. Before, nothing may be written over it. */
	#started = false;
	#seen: Version | undefined;
	/** The Loro peers under which this device has written; it may grow. */
	#own: ReadonlySet<string> = new Set();
	#stored: SeenRecord | undefined;
	#looked = false;
	/** Since when somebody has had the marks before their eyes, by the clock; undefined while nobody has. */
	#markedSince: number | undefined;
	/** Since when it is to be looked what is new; undefined if it is not. */
	#dueSince: number | undefined;
	#cancelDue: CancelTimer = () => undefined;
	/** Before this time, by the clock, nothing is compared again. */
	#restsUntil = 0;
	#isClosed = false;
	/** By the peer's id. */
	#arrivals = new Map<string, Arrival>();
	/** Up to where `#current` tells what is new. */
	#comparedAt: Version | undefined;
	#current: UnseenChanges | undefined = $state.raw();

	constructor(source: UnseenSource, versions: SeenVersions, clock: Clock) {
		this.#source = source;
		this.#versions = versions;
		this.#clock = clock;
		this.#write = new Paced(clock, WRITE_INTERVAL_MS, (record) => this.#store(record));
	}

	/** Offsets are of the text as it was when this was found. */
	get current(): UnseenChanges | undefined {
		return this.#current;
	}

	/** Whether the note is in sight and its page turned to. */
	set looked(looked: boolean) {
		if (looked === this.#looked) return;
		untrack(() => this.#turn(looked));
	}

	#turn(looked: boolean): void {
		if (looked) {
			this.#looked = true;
			this.#markedSince = this.#current === undefined ? undefined : this.#clock.now();
			this.#dueSince = undefined;
			this.#lookForNews();
		} else {
			this.#leave();
			this.#looked = false;
			this.#markedSince = undefined;
		}
	}

	/** Reads what was seen; from then on changes are told. What cannot be read is read again as soon as there is a reason to. */
	async start(): Promise<void> {
		await this.#guarded(async () => {
			const record = await this.#load();
			this.#own = await this.#source.own();
			if (!this.#take(record)) return;
			if (this.#stored !== undefined) this.#lookForNews();
		});
	}

	/** The note has grown, by an edit made in this page or by others. */
	changed(local: boolean): void {
		if (!this.#started) {
			this.#lookForNews();
			return;
		}
		if (this.#seen === undefined) return;
		const isWatched = local || (this.#looked && !this.#isCatchingUp);
		if (isWatched && this.#current === undefined && !this.#isDue) this.seen();
		else if (!local) this.#lookForNews();
	}

	/** Another document has taken the place of the one that was there: what was found was of that one. */
	documentReplaced(): void {
		this.#comparedAt = undefined;
		this.#current = undefined;
		this.#markedSince = undefined;
		this.#lookForNews();
	}

	/** People have come or gone, or have got in step. */
	peersChanged(peers: readonly PeerView[]): void {
		const others = peers.filter(({ kind }) => kind === 'network');
		this.#arrivals = new Map(
			others.map(({ id, inSync, hasMore }) => {
				const { since, caughtUp } = this.#arrivals.get(id) ?? { since: this.#clock.now(), caughtUp: false };
				return [id, { since, caughtUp: caughtUp || inSync || hasMore === false }];
			})
		);
		if (this.#seen !== undefined || this.#isCatchingUp) return;
		// What a note holds that was just joined is all new, and so nothing of it is.
		if (this.#source.note()?.isEmpty === false) this.seen();
	}

	/** All that is here counts as seen. */
	seen(): void {
		untrack(() => this.#takeForSeen());
	}

	/** No mark is left in the text: what was marked is seen; what has come since then is still to be told. */
	marksGone(): void {
		untrack(() => {
			if (!this.#isDue || this.#comparedAt === undefined) {
				this.#takeForSeen();
				return;
			}
			this.#current = undefined;
			this.#markedSince = undefined;
			this.#seen = this.#comparedAt;
			this.#keep(true);
		});
	}

	#takeForSeen(): void {
		const note = this.#source.note();
		if (!this.#started || note === undefined) return;
		this.#cancelDue();
		this.#dueSince = undefined;
		this.#current = undefined;
		this.#markedSince = undefined;
		this.#seen = note.version();
		this.#keep(false);
	}

	/** Writes down what was seen, and that there is something new: nothing may follow any more. */
	flush(): void {
		if (this.#isDue && this.#findAtLast()) this.#keep(true);
		this.#write.flush();
	}

	/** Writes down what was seen; the document must still be there. */
	close(): void {
		const isNew = this.#isDue && this.#findAtLast();
		if (this.#looked) this.#leave();
		this.#isClosed = true;
		this.#cancelDue();
		this.#write.flush();
		this.#write.stop();
		const now = this.#source.note()?.version();
		if (isNew && now !== undefined) void this.#guarded(() => this.#storeUnlessSeen(now));
	}

	/** Writes down that there is something new, but for what another tab has seen. */
	async #storeUnlessSeen(now: Version): Promise<void> {
		const record = await this.#load();
		if (this.#seen === undefined || record === UNREADABLE) return;
		if (record !== undefined && covers(record.seen, now)) return;
		const seen = record === undefined ? this.#seen : mergeVersions(this.#seen, record.seen);
		this.#store({ seen, unseen: true });
	}

	/** Peers bring what they wrote before; what comes by other tabs alone may have been written at any time. */
	get #isCatchingUp(): boolean {
		const now = this.#clock.now();
		const isAwaited = ({ since, caughtUp }: Arrival) => !caughtUp && now - since < CATCH_UP_MS;
		return this.#arrivals.size === 0 || [...this.#arrivals.values()].some(isAwaited);
	}

	get #isDue(): boolean {
		return this.#dueSince !== undefined;
	}

	#leave(): void {
		const wereMarksSeen =
			this.#markedSince !== undefined && this.#clock.now() - this.#markedSince >= SEEN_AFTER_MS;
		const isAllSeen = !this.#isDue && (this.#current === undefined || wereMarksSeen);
		if (this.#seen !== undefined && isAllSeen) this.seen();
		this.#write.flush();
	}

	#lookForNews(): void {
		if (this.#isClosed) return;
		const now = this.#clock.now();
		this.#dueSince ??= now;
		this.#cancelDue();
		const [quiet, within] = this.#looked
			? [LOOK_FOR_NEWS_MS, LOOK_FOR_NEWS_WITHIN_MS]
			: [LOOK_FOR_NEWS_UNSEEN_MS, LOOK_FOR_NEWS_UNSEEN_WITHIN_MS];
		const at = Math.max(Math.min(now + quiet, this.#dueSince + within), this.#restsUntil);
		this.#cancelDue = this.#clock.after(at - now, () => void this.#guarded(() => this.#find()));
	}

	/** What fails leaves nothing marked, and nothing counted as seen. */
	async #guarded(task: () => Promise<void>): Promise<void> {
		try {
			await task();
		} catch (failure) {
			this.#notFound(failure);
		}
	}

	#notFound(failure: unknown): void {
		console.error('what is new in the note could not be found', failure);
		this.#current = undefined;
		this.#markedSince = undefined;
		this.#dueSince ??= this.#clock.now();
	}

	async #find(): Promise<void> {
		// Another tab may have been looked at, and written in, meanwhile.
		const record = await this.#load();
		this.#own = await this.#source.own();
		if (!this.#started && !this.#take(record)) return;
		const note = this.#source.note();
		if (this.#isClosed || !this.#isDue || note === undefined || this.#seen === undefined) return;
		this.#dueSince = undefined;
		const before = this.#seen;
		if (record !== undefined && record !== UNREADABLE && covers(note.version(), record.seen))
			this.#seen = mergeVersions(before, record.seen);
		const isTooMuch = this.#current !== undefined && this.#current.changes === undefined;
		if (!isTooMuch || !sameVersion(before, this.#seen)) {
			this.#current = this.#compare(note, this.#seen);
			this.#comparedAt = note.version();
		}
		if (this.#current === undefined) this.#markedSince = undefined;
		else if (this.#looked) this.#markedSince ??= this.#clock.now();
		if (this.#current !== undefined) this.#keep(true);
		else if (this.#looked) this.seen();
		else if (this.#stored?.unseen === true) this.#keep(false);
	}

	/** Whoever leaves right after something came, or whose page is closed then, would have nothing of it in the list. */
	#findAtLast(): boolean {
		const note = this.#source.note();
		if (note === undefined || this.#seen === undefined || this.#current !== undefined) return false;
		try {
			this.#current = this.#compare(note, this.#seen);
		} catch (failure) {
			this.#notFound(failure);
		}
		return this.#current !== undefined;
	}

	#compare(note: Note, seen: Version): UnseenChanges | undefined {
		const begun = this.#clock.now();
		try {
			const own = new Set([...this.#own, note.peerId]);
			return unseenChanges(note, seen, { own, shown: cleanName });
		} finally {
			const ended = this.#clock.now();
			this.#restsUntil = ended + REST_PER_COMPARISON * (ended - begun);
		}
	}

	/** Takes what was read as what was seen. @returns whether that could be, once the document is there */
	#take(record: SeenRecord | undefined | typeof UNREADABLE): boolean {
		const note = this.#source.note();
		if (this.#started || this.#isClosed || record === UNREADABLE || note === undefined) return false;
		this.#started = true;
		this.#stored = record;
		this.#seen = record?.seen;
		// The first time there is nothing that could be new. Of a note that is still to come, all that comes is so.
		if (record === undefined && !note.isEmpty) this.seen();
		return true;
	}

	#keep(unseen: boolean): void {
		if (this.#seen === undefined) return;
		const record: SeenRecord = { seen: this.#seen, unseen };
		if (this.#stored?.unseen === unseen && sameVersion(this.#stored.seen, record.seen)) return;
		this.#stored = record;
		this.#write.offer(record);
	}

	async #load(): Promise<SeenRecord | undefined | typeof UNREADABLE> {
		try {
			return await this.#versions.load(this.#source.id);
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('what of the note was seen could not be read', failure.reason);
			return UNREADABLE;
		}
	}

	/** What cannot be written makes more be marked next time, never less. */
	#store(record: SeenRecord): void {
		this.#versions.store(this.#source.id, record).catch((failure: unknown) => {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('what of the note was seen could not be stored', failure.reason);
		});
	}
}
