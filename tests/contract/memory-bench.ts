import { MemoryChunkStore, MemoryDisk } from '../../src/lib/storage/memory-chunk-store.js';
import type { StoreBench } from './chunk-store.js';

/** A bench of memory stores that share one disk. */
export function makeMemoryBench(): StoreBench {
	const disk = new MemoryDisk();
	return {
		open: () => new MemoryChunkStore(disk),
		damage(key) {
			disk.put(key, Uint8Array.of(0xff));
			return Promise.resolve();
		},
		deleteDatabase() {
			disk.wipe();
			return Promise.resolve();
		},
		breakConnections() {
			disk.interrupted.emit(undefined);
			return Promise.resolve();
		}
	};
}
