import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, type Bytes } from '../util/bytes.js';
import { StorageError } from './chunk-store.js';
import { HASH_AT_ONCE_BYTES } from './limits.js';

/**
 * The lower-case hexadecimal SHA-256 of the bytes: at once if they are at most HASH_AT_ONCE_BYTES, so that a write
 * can begin in the very task that asks for it.
 *
 * @throws StorageError "unavailable", as a rejection, on a page without a secure origin: browsers give no WebCrypto.
 */
export function chunkHash(bytes: Bytes): string | Promise<string> {
	return bytes.length <= HASH_AT_ONCE_BYTES ? toHex(sha256(bytes)) : hashOfMuch(bytes);
}

async function hashOfMuch(bytes: Bytes): Promise<string> {
	try {
		return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
	} catch (failure) {
		throw new StorageError('unavailable', { cause: failure });
	}
}
