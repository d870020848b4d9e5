import { sha256 } from '@noble/hashes/sha2.js';
import type { LoroPeerId, Version } from '../note/version.js';
import type { Bytes } from '../util/bytes.js';
import { DecodeError, Writer, type Reader } from './codec.js';
import { DIGEST_BYTES, MAX_COUNTER, MAX_VERSION_ENTRIES } from './limits.js';

/** Writes a version: the number of entries, then each as peer id (u64) and counter (varint), peer ids ascending. */
export function writeVersion(writer: Writer, version: Version): Writer {
	const entries = [...version]
		.filter(([, counter]) => counter > 0)
		.map(([peer, counter]) => [BigInt(peer), counter] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));
	writer.varint(entries.length);
	for (const [peer, counter] of entries) writer.u64(peer).varint(counter);
	return writer;
}

/** Reads a version. @throws DecodeError unless it is exactly what `writeVersion` makes. */
export function readVersion(reader: Reader): Version {
	const version = new Map<LoroPeerId, number>();
	let previous = -1n;
	for (let left = reader.varint(MAX_VERSION_ENTRIES); left > 0; left -= 1) {
		const peer = reader.u64();
		if (peer <= previous) throw new DecodeError('peers out of order');
		previous = peer;
		const counter = reader.varint(MAX_COUNTER);
		if (counter === 0) throw new DecodeError('empty entry');
		version.set(`${peer}` as LoroPeerId, counter);
	}
	return version;
}

/** A digest of DIGEST_BYTES by which two sides see whether their versions are equal. */
export function versionDigest(version: Version): Bytes {
	return sha256(writeVersion(new Writer(), version).finish()).slice(0, DIGEST_BYTES);
}
