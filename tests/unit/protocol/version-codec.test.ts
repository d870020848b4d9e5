import { expect, it } from 'vitest';
import { sameVersion, type LoroPeerId, type Version } from '$lib/note/version.js';
import { DecodeError, Reader, Writer } from '$lib/protocol/codec.js';
import { MAX_COUNTER, MAX_VERSION_ENTRIES, PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import { decodeMessage, encodeMessage } from '$lib/protocol/message-codec.js';
import { readVersion, writeVersion } from '$lib/protocol/version-codec.js';
import { seeded } from '../../fuzz/random.js';
import { someVersion } from './examples.js';

const MAX_PEER_ID = '18446744073709551615';

function encode(version: Version): Uint8Array {
	return writeVersion(new Writer(), version).finish();
}

function decode(bytes: Uint8Array): Version {
	const reader = new Reader(bytes);
	const version = readVersion(reader);
	reader.end();
	return version;
}

/** Entries as they stand, in whatever order and with whatever counter. */
function raw(entries: readonly (readonly [bigint, number])[]): Uint8Array {
	const writer = new Writer().varint(entries.length);
	for (const [peer, counter] of entries) writer.u64(peer).varint(counter);
	return writer.finish();
}

it('P6: every version comes back, and equal versions have equal bytes whatever their order was', () => {
	const random = seeded(2);
	for (let run = 0; run < 500; run += 1) {
		const version = someVersion(random);
		const bytes = encode(version);
		expect(sameVersion(decode(bytes), version)).toBe(true);
		expect(encode(new Map([...version].reverse()))).toEqual(bytes);
	}
});

it('P6: ids are ordered as numbers and not as text, up to the largest', () => {
	const ids: LoroPeerId[] = ['9', '10', '9007199254740993', MAX_PEER_ID];
	const version = new Map(ids.map((id) => [id, 1]));
	expect([...decode(encode(version)).keys()]).toEqual(ids);
});

it('P6: an entry of no operations is not written', () => {
	expect(encode(new Map([['1', 0]]))).toEqual(encode(new Map()));
});

it('P6: entries unsorted, twice, or of no operations are errors', () => {
	for (const entries of [
		[
			[2n, 1],
			[1n, 1]
		],
		[
			[1n, 1],
			[1n, 1]
		],
		[[1n, 0]]
	] as const) {
		expect(() => decode(raw(entries))).toThrow(DecodeError);
	}
});

it('P7: a counter of Loro at its largest is taken, a larger one is not', () => {
	expect(decode(raw([[0n, MAX_COUNTER]])).get('0')).toBe(MAX_COUNTER);
	expect(() => decode(raw([[0n, MAX_COUNTER + 1]]))).toThrow(DecodeError);
});

it('P7: as many entries as allowed are taken, one more is refused before any is read', () => {
	const entries = Array.from({ length: MAX_VERSION_ENTRIES }, (_, index) => [BigInt(index), 1] as const);
	expect(decode(raw(entries)).size).toBe(MAX_VERSION_ENTRIES);
	const version = new Map(entries.map(([peer, counter]) => [`${peer}` as LoroPeerId, counter]));
	const word = { type: 'version', version, stored: version, updatesHeard: 0, answer: false } as const;
	const bytes = encodeMessage({ note: 0, message: word });
	expect(decodeMessage(bytes, PROTOCOL_VERSION).message).toMatchObject({ type: 'version' });
	const countOnly = new Writer().varint(MAX_VERSION_ENTRIES + 1).finish();
	expect(() => decode(countOnly)).toThrow('number out of bounds');
}, 30_000);
