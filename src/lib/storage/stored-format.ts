import type { Unsubscribe } from '../util/emitter.js';
import { StorageError } from './chunk-store.js';

/**
 * The format in which this Perch stores (docs/storage.md, S40). It grows when something is stored that an older Perch could
 * not read. Another layout of the object store raises DATABASE_VERSION (idb-open.ts) besides.
 */
export const STORED_FORMAT = 1;

/** Where the format stands in the object store. Stored data: never rename. */
export const FORMAT_KEY = 'format';

/** On it a Perch that raises the format tells the other tabs which one it is from now on. */
export const FORMAT_BUS = 'perch:format';

/**
 * Whether what is stored is of a format that this Perch knows. A database from before the mark has none.
 *
 * @throws StorageError "outdated" if not, or if that cannot be told
 */
export function assertKnownFormat(mark: unknown): void {
	if (mark !== undefined && !(typeof mark === 'number' && mark <= STORED_FORMAT))
		throw new StorageError('outdated');
}

/** Tells when another tab has raised the format above this one's, until unsubscribed. */
export function watchFormat(raised: () => void): Unsubscribe {
	if (typeof BroadcastChannel === 'undefined') return () => undefined;
	const bus = new BroadcastChannel(FORMAT_BUS);
	bus.onmessage = ({ data }: MessageEvent<unknown>) => {
		if (typeof data === 'number' && data > STORED_FORMAT) raised();
	};
	return () => bus.close();
}
