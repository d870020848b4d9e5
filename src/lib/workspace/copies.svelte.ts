import type { Note } from '../note/note.js';
import { EMPTY_VERSION } from '../note/version.js';
import type { PeerView } from '../sync/views.js';
import { receiptsOf, type Receipts } from './receipts.js';
import type { DeviceCopy } from './types.js';

/** Who else keeps a copy of a note, as the screen shows it. */
export class Copies {
	readonly #receipts: Receipts;
	#copies: readonly DeviceCopy[] = $state.raw([]);

	constructor(receipts: Receipts) {
		this.#receipts = receipts;
	}

	/** Those heard last first. */
	get all(): readonly DeviceCopy[] {
		return this.#copies;
	}

	/** How many have stored the last edit that was made on this device. */
	get ofLastEdit(): number {
		return this.#copies.filter(({ hasLastEdit }) => hasLastEdit).length;
	}

	/** Notes that this device writes in the note. */
	writesIn(note: Note): void {
		this.#receipts.writesAs(note.peerId);
	}

	/**
	 * The Loro peers under which this device has written in the note, in whatever tab. What the note itself says does not
	 * count: anybody who may write can claim there to be this person. Those that are added later are in it too.
	 */
	writers(): Promise<ReadonlySet<string>> {
		return this.#receipts.readWriters();
	}

	/** Takes the word of those who are connected. @returns whether any of it is news */
	heard(note: Note, peers: readonly PeerView[], self: string): boolean {
		const receipts = receiptsOf(peers, self);
		const version = receipts.length > 0 ? note.version() : EMPTY_VERSION;
		return receipts.map((receipt) => this.#receipts.heard(receipt, version)).includes(true);
	}

	/** Looks anew what each has of the note. `self`: the person who writes on this device. */
	refresh(note: Note, self: string): void {
		this.#copies = this.#receipts.copies(note.version(), note.loroPeersOf(self));
	}

	/** What has just been written is on no other device before that says so. */
	outdate(local: boolean, hasOtherTabs: () => boolean): void {
		if (!this.#copies.some(({ hasAll, hasLastEdit }) => hasAll || hasLastEdit)) return;
		// What came in may have been written here, in another tab.
		const isOwn = local || hasOtherTabs();
		if (!isOwn && !this.#copies.some(({ hasAll }) => hasAll)) return;
		this.#copies = this.#copies.map((copy) => ({
			...copy,
			hasAll: false,
			hasLastEdit: copy.hasLastEdit && !isOwn
		}));
	}

	/** Writes down at once what waits for that. */
	close(): void {
		this.#receipts.close();
	}
}
