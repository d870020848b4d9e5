/** The head of what Loro exports: "loro", 12 bytes of no meaning, the checksum, and the mode in two bytes. */
const CHECKSUM_AT = 16;
const CHECKED_FROM = 20;
const BODY_FROM = 22;
const CHECKSUM_SEED = 0x4f52_4f4c;

const PRIME_1 = 2_654_435_761;
const PRIME_2 = 2_246_822_519;
const PRIME_3 = 3_266_489_917;
const PRIME_4 = 668_265_263;
const PRIME_5 = 374_761_393;
const STRIPE_BYTES = 16;

/** Sets the checksum of an update or snapshot to what its bytes ask for. */
export function repairChecksum(bytes: Uint8Array): void {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	view.setUint32(CHECKSUM_AT, xxHash32(bytes.subarray(CHECKED_FROM), CHECKSUM_SEED), true);
}

/** A snapshot of the one's history with the other's state, which Loro imports without a word. */
export function withStateOf(snapshot: Uint8Array, other: Uint8Array): Uint8Array {
	const forged = new Uint8Array([
		...snapshot.subarray(0, endOfHistory(snapshot)),
		...other.subarray(endOfHistory(other))
	]);
	repairChecksum(forged);
	return forged;
}

/** The history follows the head, after its length in four bytes. */
function endOfHistory(snapshot: Uint8Array): number {
	const view = new DataView(snapshot.buffer, snapshot.byteOffset, snapshot.length);
	return BODY_FROM + 4 + view.getUint32(BODY_FROM, true);
}

function xxHash32(bytes: Uint8Array, seed: number): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let at = 0;
	let hash = seed + PRIME_5;
	if (bytes.length >= STRIPE_BYTES) {
		const lanes = [seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1];
		for (; at + STRIPE_BYTES <= bytes.length; at += STRIPE_BYTES) {
			for (const [lane, value] of lanes.entries()) {
				const word = view.getUint32(at + lane * 4, true);
				lanes[lane] = Math.imul(rotate(value + Math.imul(word, PRIME_2), 13), PRIME_1);
			}
		}
		const [a = 0, b = 0, c = 0, d = 0] = lanes;
		hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
	}
	hash += bytes.length;
	for (; at + 4 <= bytes.length; at += 4) {
		hash = Math.imul(rotate(hash + Math.imul(view.getUint32(at, true), PRIME_3), 17), PRIME_4);
	}
	for (; at < bytes.length; at += 1) {
		hash = Math.imul(rotate(hash + Math.imul(view.getUint8(at), PRIME_5), 11), PRIME_1);
	}
	hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
	hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
	return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
	return (value << bits) | ((value | 0) >>> (32 - bits));
}
