/** The round constants of FIPS 180-4: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS = Uint32Array.from([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
	0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
	0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2
]);

const INITIAL_STATE = Uint32Array.from([
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
]);

const BLOCK_BYTES = 64;
/** A closing 0x80 and the length of the message in bits. */
const MIN_PADDING_BYTES = 9;

/** The SHA-256 of the bytes, computed at once. WebCrypto's is faster for much data, but only gives a promise. */
export function sha256(bytes: Uint8Array): Uint8Array {
	const wholeBlocks = bytes.length - (bytes.length % BLOCK_BYTES);
	const state = INITIAL_STATE.slice();
	const schedule = new Uint32Array(BLOCK_BYTES);
	digestBlocks(state, schedule, new DataView(bytes.buffer, bytes.byteOffset, wholeBlocks));
	digestBlocks(state, schedule, paddedRest(bytes, wholeBlocks));
	const hash = new DataView(new ArrayBuffer(state.byteLength));
	for (const [index, word] of state.entries()) hash.setUint32(index * 4, word);
	return new Uint8Array(hash.buffer);
}

function paddedRest(bytes: Uint8Array, from: number): DataView {
	const rest = bytes.subarray(from);
	const blocks = Math.ceil((rest.length + MIN_PADDING_BYTES) / BLOCK_BYTES);
	const padded = new Uint8Array(blocks * BLOCK_BYTES);
	padded.set(rest);
	padded[rest.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
	return view;
}

/** The names are those of the standard; `w` is room for the message schedule. */
function digestBlocks(state: Uint32Array, w: Uint32Array, blocks: DataView): void {
	for (let offset = 0; offset < blocks.byteLength; offset += BLOCK_BYTES) {
		for (let t = 0; t < 16; t += 1) w[t] = blocks.getUint32(offset + t * 4);
		for (let t = 16; t < 64; t += 1) {
			const x = word(w, t - 15);
			const y = word(w, t - 2);
			const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
			const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
			w[t] = word(w, t - 16) + s0 + word(w, t - 7) + s1;
		}
		let a = word(state, 0);
		let b = word(state, 1);
		let c = word(state, 2);
		let d = word(state, 3);
		let e = word(state, 4);
		let f = word(state, 5);
		let g = word(state, 6);
		let h = word(state, 7);
		for (let t = 0; t < 64; t += 1) {
			const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
			const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(ROUND_CONSTANTS, t) + word(w, t)) | 0;
			const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
			const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g;
			g = f;
			f = e;
			e = (d + t1) | 0;
			d = c;
			c = b;
			b = a;
			a = (t1 + t2) | 0;
		}
		state[0] = word(state, 0) + a;
		state[1] = word(state, 1) + b;
		state[2] = word(state, 2) + c;
		state[3] = word(state, 3) + d;
		state[4] = word(state, 4) + e;
		state[5] = word(state, 5) + f;
		state[6] = word(state, 6) + g;
		state[7] = word(state, 7) + h;
	}
}

/** An index outside the words does not occur. */
function word(words: Uint32Array, index: number): number {
	return words[index] ?? 0;
}

function rotate(value: number, bits: number): number {
	return (value >>> bits) | (value << (32 - bits));
}
