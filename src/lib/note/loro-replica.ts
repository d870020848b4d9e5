import { LoroDoc } from 'loro-crdt';
import type { Bytes } from '../util/bytes.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { contentDigest } from './digest.js';
import { updateBeyond, versionOf } from './doc-version.js';
import { exportPart, type UpdatePart } from './export-part.js';
import {
	blobContent,
	guardedImport,
	HeldBackError,
	NotePoisonedError,
	PoisonousUpdateError,
	type BlobContent,
	type ImportOutcome,
	type ImportRefusal
} from './guarded-import.js';
import { MAX_CHANGE_LENGTH } from './change-pieces.js';
import { LONG_HISTORY_OPERATIONS, peerBelow } from './low-peer.js';
import { MAX_PART_BYTES, MAX_PART_OPERATIONS } from './schema.js';
import {
	covers,
	EMPTY_VERSION,
	mergeVersions,
	operationsBeyond,
	type LoroPeerId,
	type Version
} from './version.js';
import { assertPredecessorsKnown, vetted, type Operation } from './vet.js';

/** What Loro exported is not to be relied on; the document itself goes on. */
export class UnloadableSnapshotError extends Error {
	override readonly name = 'UnloadableSnapshotError';
}

/** That a replica grew: by an edit made here, or by what was imported, as one update. One of the two is undefined. */
export interface ReplicaChange {
	readonly localUpdate: Uint8Array | undefined;
	readonly importedUpdate: Uint8Array | undefined;
}

/** Whether an update of so many bytes holds more than `exportPart` puts into one, by what it says of itself. */
function isLongerThanPart({ start, end }: BlobContent, length: number): boolean {
	const operations = operationsBeyond(end, start);
	return operations > MAX_PART_OPERATIONS || (operations > 1 && length > MAX_PART_BYTES);
}

/** Does something with what was just imported. If that fails, the import is to blame, or what was held back beside it. */
function blaming<Result>(isBesideHeldBack: boolean, message: string, work: () => Result): Result {
	try {
		return work();
	} catch (cause) {
		const Failure = isBesideHeldBack ? HeldBackError : PoisonousUpdateError;
		throw new Failure(message, { cause });
	}
}

/**
 * A Loro document of this session, and the only way in for updates.
 *
 * Each instance writes under a fresh random Loro peer id. Two documents that share one and differ in content have
 * equal versions and never converge, so an id is never stored nor reused.
 */
export abstract class LoroReplica {
	readonly #doc = new LoroDoc();
	readonly #changes = new Emitter<ReplicaChange>();
	readonly #unsubscribeDoc: Unsubscribe;
	/** How far what was imported reaches that waited for other updates, in whole or in part. */
	#heldBack = EMPTY_VERSION;
	/** All of what was first imported has been read, which Loro puts off. */
	#wasRead = false;
	/** It was seen to that this session writes as a Loro peer below the others. */
	#hasLowPeer = false;

	protected constructor() {
		this.#doc.setRecordTimestamp(true);
		// Not the document's events: those leave out a commit that changes no value.
		this.#unsubscribeDoc = this.#doc.subscribeLocalUpdates((localUpdate) =>
			this.#changes.emit({ localUpdate, importedUpdate: undefined })
		);
	}

	/** The Loro document, to read and to commit to. Updates go through `import` only. */
	get doc(): LoroDoc {
		return this.#doc;
	}

	/** The Loro peer id under which this session writes from now on. In a long history it may be another after an import or a loadable snapshot. */
	get peerId(): LoroPeerId {
		return this.#doc.peerIdStr;
	}

	/** Whether nothing was ever written or received: the content is still to come. */
	get isEmpty(): boolean {
		return this.#doc.opCount() === 0;
	}

	/** Every operation that is contained. */
	version(): Version {
		return versionOf(this.#doc);
	}

	/** The digest of the content; replicas of equal versions have equal ones. @throws NotePoisonedError */
	digest(): Bytes {
		return this.#read(() => contentDigest(this.#doc));
	}

	/** One update with every operation that goes beyond `from`. @throws NotePoisonedError */
	exportFrom(from: Version): Uint8Array {
		return this.#read(() => updateBeyond(this.#doc, from));
	}

	/**
	 * What goes beyond `from`, or, if that is more than `maxOperations` or MAX_PART_BYTES, a part of it that is not, or
	 * that is a single operation: the first ones by causality, so that the parts can be imported one after another. Loro 1.17 takes time that grows with the square
	 * of the length to import one long insertion, and none worth the name for its pieces.
	 *
	 * @throws NotePoisonedError
	 */
	exportPart(from: Version, maxOperations: number): UpdatePart {
		const version = this.version();
		let most = maxOperations;
		for (;;) {
			const part = this.#read(() => exportPart(this.#doc, version, from, most));
			const { bytes, end } = part ?? { bytes: this.exportFrom(from), end: mergeVersions(from, version) };
			if (bytes.length <= MAX_PART_BYTES || most === 1) return { bytes, end };
			// A single operation may hold megabytes, as a value of a map does.
			const operations = part === undefined ? operationsBeyond(version, from) : most;
			most = Math.max(1, Math.floor(Math.min(most, operations) / 2));
		}
	}

	/** Everything with its history, in the form that loads fastest. @throws NotePoisonedError */
	exportSnapshot(): Uint8Array {
		return this.#read(() => this.#doc.export({ mode: 'snapshot' }));
	}

	/**
	 * The same, to take the place of what is stored: it was loaded once, and holds all that is here. In a long history the session may go
	 * on under another Loro peer id.
	 *
	 * @throws NotePoisonedError
	 * @throws UnloadableSnapshotError
	 */
	exportLoadableSnapshot(): Uint8Array {
		const snapshot = this.exportSnapshot();
		this.#assertLoads(snapshot);
		this.#writeAnew();
		return snapshot;
	}

	#assertLoads(snapshot: Uint8Array): void {
		let lacking: boolean;
		try {
			const loaded = LoroDoc.fromSnapshot(snapshot);
			lacking = loaded.opCount() < this.#doc.opCount();
			loaded.free();
		} catch (cause) {
			throw new UnloadableSnapshotError('Loro does not load what it exported', { cause });
		}
		if (lacking) throw new UnloadableSnapshotError('operations are missing in what Loro exported');
	}

	/**
	 * Takes an update or snapshot that this Perch wrote, or that is not stored or passed on before it was read whole; see
	 * `guardedImport`.
	 *
	 * @throws NotePoisonedError if the document trapped; this replica is of no use afterwards.
	 * @throws HeldBackError if it may be that the bytes are good, and what was held back is not.
	 */
	import(bytes: Uint8Array): ImportOutcome {
		return this.#setRight(this.load(bytes));
	}

	/**
	 * The same for one of several updates that are loaded in no particular order: what has to be set right is left until
	 * `afterImport`, for what comes later may have done that.
	 */
	load(bytes: Uint8Array): ImportOutcome {
		const isBesideHeldBack = this.#hasHeldBack();
		const before = isBesideHeldBack ? this.version() : undefined;
		return this.#take(bytes, blobContent(bytes), isBesideHeldBack, () =>
			before === undefined ? bytes : this.exportFrom(before)
		);
	}

	/**
	 * Takes an update from a peer; see `guardedImport` and `vetted`. One that is longer than a part (`exportPart`) is
	 * refused: it could keep the page busy for many seconds.
	 *
	 * @throws PoisonousUpdateError if the document trapped, or took in what it cannot give out again or what is not its
	 *   own kind; this replica is of no use afterwards.
	 * @throws HeldBackError if it may be that the bytes are good, and what was held back is not.
	 */
	importFromPeer(bytes: Uint8Array): ImportOutcome {
		const content = blobContent(bytes);
		if (typeof content !== 'string' && isLongerThanPart(content, bytes.length)) {
			return { kind: 'refused', reason: 'too-large' };
		}
		return this.#takeForeign(bytes, content, (before) => assertPredecessorsKnown(this.#doc, before));
	}

	/** The same for a whole history of unknown origin, as long as it may be; clones may have written it. */
	importForeign(bytes: Uint8Array): ImportOutcome {
		return this.#takeForeign(bytes, blobContent(bytes), () => undefined);
	}

	#takeForeign(
		bytes: Uint8Array,
		content: BlobContent | ImportRefusal,
		assertMore: (before: Version) => void
	): ImportOutcome {
		const before = this.version();
		const isBesideHeldBack = this.#hasHeldBack();
		const outcome = this.#take(bytes, content, isBesideHeldBack, () =>
			blaming(isBesideHeldBack, 'the Loro document took in what it cannot give out again', () => {
				assertMore(before);
				return vetted(this.#doc, before, bytes, (operation) => this.isFit(operation));
			})
		);
		return this.#setRight(outcome);
	}

	/** `update`: what came in, as one update; what waited for these bytes came in with them, and is told of with them. */
	#take(
		bytes: Uint8Array,
		content: BlobContent | ImportRefusal,
		isBesideHeldBack: boolean,
		update: () => Uint8Array
	): ImportOutcome {
		const outcome = guardedImport(this.#doc, bytes, content, isBesideHeldBack);
		if (outcome.kind === 'refused') return outcome;
		if (outcome.changed && !this.#wasRead) this.#readFirst(isBesideHeldBack);
		if (outcome.changed) this.#chooseLowPeer();
		const importedUpdate = outcome.changed ? update() : undefined;
		if (outcome.pending) this.#heldBack = mergeVersions(this.#heldBack, outcome.contains);
		if (importedUpdate !== undefined) {
			this.#changes.emit({ localUpdate: undefined, importedUpdate });
		}
		return outcome;
	}

	/** A snapshot that nobody can read is to blame at once, and not whatever reads it later. */
	#readFirst(isBesideHeldBack: boolean): void {
		blaming(
			isBesideHeldBack,
			'the Loro document took in what it cannot read',
			() => this.#doc.toJSON() as unknown
		);
		this.#wasRead = true;
	}

	/** As long as nothing was written here, no id is used up by it. */
	#chooseLowPeer(): void {
		if (this.#hasLowPeer || !this.#isLong || this.version().has(this.peerId)) return;
		this.#writeAsLowPeer();
	}

	/** What was written until now is packed by a snapshot that was just made. */
	#writeAnew(): void {
		if (!this.#isLong) return;
		const own = this.version().get(this.peerId) ?? 0;
		if (own > 0 && (!this.#hasLowPeer || own >= MAX_CHANGE_LENGTH)) this.#writeAsLowPeer();
	}

	/** Only then it matters as which Loro peer one writes. */
	get #isLong(): boolean {
		return this.#doc.opCount() >= LONG_HISTORY_OPERATIONS;
	}

	#writeAsLowPeer(): void {
		if (this.#doc.getPendingTxnLength() > 0) return;
		const peer = peerBelow(this.version());
		this.#hasLowPeer = true;
		if (peer !== undefined) this.#doc.setPeerId(peer);
	}

	#setRight(outcome: ImportOutcome): ImportOutcome {
		if (outcome.kind === 'imported' && outcome.changed) this.afterImport();
		return outcome;
	}

	/** Tells of each growth, after it happened. */
	onChange(listener: (change: ReplicaChange) => void): Unsubscribe {
		return this.#changes.on(listener);
	}

	/** Ends all subscriptions and frees the document's memory. The replica must not be used afterwards. */
	close(): void {
		this.#unsubscribeDoc();
		this.#changes.clear();
		this.#doc.free();
	}

	/** Whether an update waits for others; what has come meanwhile does not any more. */
	#hasHeldBack(): boolean {
		if (this.#heldBack.size > 0 && covers(this.version(), this.#heldBack)) this.#heldBack = EMPTY_VERSION;
		return this.#heldBack.size > 0;
	}

	/** A trap while reading leaves the document as dead as one while importing. */
	#read<Result>(work: () => Result): Result {
		try {
			return work();
		} catch (cause) {
			throw new NotePoisonedError('the Loro document trapped while it was read', { cause });
		}
	}

	/** Whether an operation is one of those that a document of this kind consists of. */
	protected abstract isFit(operation: Operation): boolean;

	/** Sets right what has to be after others' operations came in. */
	afterImport(): void {
		// Most documents take operations as they come.
	}
}
