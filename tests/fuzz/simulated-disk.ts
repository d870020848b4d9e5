import { decodeImportBlobMeta } from 'loro-crdt';
import { EMPTY_VERSION, mergeVersions, type Version } from '$lib/note/version.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { MemoryChunkStore, MemoryDisk, type CrashFate } from '$lib/storage/memory-chunk-store.js';
import type { ManualClock } from '../unit/sync/manual-clock.js';
import type { Random } from './random.js';

const MAX_COMMIT_MS = 600;
const TORN_BYTES = 40;
const FAILED_WRITES = 0.03;

/** What the next operation of a store ends in. */
type Settle = (fate: CrashFate | undefined) => void;

/** A disk that knows when it has changed. */
class WatchedDisk extends MemoryDisk {
	changes = 0;

	override put(...chunk: Parameters<MemoryDisk['put']>): void {
		this.changes += 1;
		super.put(...chunk);
	}

	override delete(...chunk: Parameters<MemoryDisk['delete']>): void {
		this.changes += 1;
		super.delete(...chunk);
	}
}

/** A disk whose commits take their time, fail now and then, and are lost or torn where the page is killed meanwhile. */
export class SimulatedDisk {
	readonly disk = new WatchedDisk();
	#version = EMPTY_VERSION;
	#versionAfter = 0;
	readonly #contents = new Map<string, Version>();
	#underWay = new Set<Settle>();

	constructor(
		private readonly clock: ManualClock,
		private readonly random: Random
	) {}

	/** Whether an operation is under way. */
	get isBusy(): boolean {
		return this.#underWay.size > 0;
	}

	/** A store on this disk, for one run of the page. */
	store(): MemoryChunkStore {
		return new MemoryChunkStore(this.disk, (operation) => {
			if (operation === 'load' || operation === 'notes') return undefined;
			return new Promise<CrashFate | undefined>((resolve, reject) => {
				this.#underWay.add(resolve);
				this.clock.after(this.random.int(MAX_COMMIT_MS), () => {
					if (!this.#underWay.delete(resolve)) return;
					if (this.random.chance(FAILED_WRITES)) reject(new StorageError('quota'));
					else resolve(undefined);
				});
			});
		});
	}

	/** The page is killed: what is under way is lost, or torn. */
	crash(): void {
		const underWay = this.#underWay;
		this.#underWay = new Set();
		for (const settle of underWay) {
			const torn = this.random.chance(0.5);
			settle(torn ? { kind: 'torn', bytes: this.random.int(TORN_BYTES) } : { kind: 'lost' });
		}
	}

	/** Every operation that is in a whole chunk on the disk now. */
	version(): Version {
		if (this.#versionAfter === this.disk.changes) return this.#version;
		this.#versionAfter = this.disk.changes;
		let version = EMPTY_VERSION;
		for (const { key, bytes } of this.disk.chunks) {
			const id = `${key.hash} ${bytes.length}`;
			const content = this.#contents.get(id) ?? contentOf(bytes);
			this.#contents.set(id, content);
			version = mergeVersions(version, content);
		}
		this.#version = version;
		return version;
	}
}

function contentOf(bytes: Uint8Array): Version {
	try {
		const meta = decodeImportBlobMeta(bytes, true);
		const content: Version = meta.partialEndVersionVector.toJSON();
		meta.partialStartVersionVector.free();
		meta.partialEndVersionVector.free();
		return content;
	} catch (failure) {
		// Loro throws a string where a chunk was torn.
		if (failure instanceof Error) throw failure;
		return EMPTY_VERSION;
	}
}
