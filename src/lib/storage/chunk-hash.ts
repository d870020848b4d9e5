import { toHex, type Bytes } from '../util/bytes.js';
import { StorageError } from './chunk-store.js';

/**
 * The lower-case hexadecimal SHA-256 of the bytes.
 *
 * @throws StorageError "unavailable" on a page without a secure origin, where browsers offer no WebCrypto.
 */
export async function chunkHash(bytes: Bytes): Promise<string> {
	try {
		return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
	} catch (failure) {
		throw new StorageError('unavailable', { cause: failure });
	}
}
