import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ChannelProver, type ChannelProof, type ProofSide, type Role } from '$lib/crypto/channel-proof.js';
import { createInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf, type NoteKeys } from '$lib/crypto/keys.js';
import { concatBytes, randomBytes, type Bytes } from '$lib/util/bytes.js';
import { sampleOrFull } from '../../support/long.js';
import { vector, vectorBytes } from '../protocol/vectors.js';

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const WRONG_INVITES = sampleOrFull(1_000, 10_000);
const COUNTED = Uint8Array.from({ length: 256 }, (_, index) => index);

/** The two sides of the test vectors. */
const PROVER = {
	session: COUNTED.slice(0x00, 0x08),
	nonce: COUNTED.slice(0x10, 0x20),
	fingerprint: COUNTED.slice(0x20, 0x40)
};
const VERIFIER = {
	session: COUNTED.slice(0x08, 0x10),
	nonce: COUNTED.slice(0x40, 0x50),
	fingerprint: COUNTED.slice(0x60, 0x80)
};

function someSide(): ProofSide {
	return { session: randomBytes(8), nonce: randomBytes(16), fingerprint: randomBytes(32) };
}

function flipped(bytes: Bytes, bit: number): Bytes {
	const other = bytes.slice();
	other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
	return other;
}

let writerKeys: NoteKeys;
let viewerKeys: NoteKeys;
let otherKeys: NoteKeys;
let writer: ChannelProver;
let viewer: ChannelProver;

beforeAll(async () => {
	writerKeys = await deriveNoteKeys({ kind: 'edit', seed: vectorBytes('seed') });
	viewerKeys = await deriveNoteKeys(viewInviteOf(writerKeys));
	otherKeys = await deriveNoteKeys(createInvite());
	writer = new ChannelProver(writerKeys);
	viewer = new ChannelProver(viewerKeys);
});

/** What a viewer and a writer each make of a proof; it is the same. */
async function proven(proof: ChannelProof, peer: ProofSide, own: ProofSide): Promise<Role | undefined> {
	const roles = await Promise.all([writer.verify(proof, peer, own), viewer.verify(proof, peer, own)]);
	expect(roles[0]).toBe(roles[1]);
	return roles[0];
}

describe('test vectors', () => {
	it('P25: a writer proves as docs/protocol.md says', async () => {
		const proof = await writer.prove(PROVER, VERIFIER);
		expect(proof).toEqual({
			role: 'writer',
			membership: vectorBytes('membership of a writer'),
			signature: vectorBytes('signature of a writer')
		});
		expect(await proven(proof, PROVER, VERIFIER)).toBe('writer');
	});

	it('P25: a viewer proves as docs/protocol.md says', async () => {
		const proof = await viewer.prove(PROVER, VERIFIER);
		expect(proof).toEqual({
			role: 'viewer',
			membership: vectorBytes('membership of a viewer'),
			signature: undefined
		});
		expect(await proven(proof, PROVER, VERIFIER)).toBe('viewer');
	});

	it('P25: another implementation agrees, from the layout of docs/protocol.md', () => {
		const noteId = Buffer.from(vector('note id'));
		const sides = [PROVER, VERIFIER].flatMap((side) => [side.session, side.nonce, side.fingerprint]);
		const transcript = (label: string, role: number) =>
			Buffer.concat([Buffer.from(label), Buffer.of(22), noteId, Buffer.of(role), ...sides]);
		for (const [role, byte] of Object.entries({ viewer: 1, writer: 2 })) {
			const hmac = createHmac('sha256', vectorBytes('admission key'));
			hmac.update(transcript('perch/1/channel-membership', byte));
			expect(hmac.digest('hex').slice(0, 32)).toBe(vector(`membership of a ${role}`));
		}
		const der = Buffer.concat([PKCS8_ED25519, vectorBytes('write key, secret')]);
		const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
		const signature = sign(null, transcript('perch/1/channel-writer', 2), key);
		expect(signature.toString('hex')).toBe(vector('signature of a writer'));
	});
});

describe('what is proven', () => {
	it('P25: on any channel, both ways at once, each side learns the role of the other', async () => {
		for (let run = 0; run < 20; run += 1) {
			const [a, b] = [someSide(), someSide()];
			expect(await proven(await writer.prove(a, b), a, b)).toBe('writer');
			expect(await proven(await viewer.prove(b, a), b, a)).toBe('viewer');
		}
	});

	it('P25: two pages of one device have proven no less: all but the nonce may be the same', async () => {
		const own = someSide();
		const peer = { ...own, nonce: randomBytes(16) };
		expect(await proven(await writer.prove(peer, own), peer, own)).toBe('writer');
	});
});

describe('what is refused', () => {
	let a: ProofSide;
	let b: ProofSide;
	let ofWriter: ChannelProof;
	let ofViewer: ChannelProof;

	beforeAll(async () => {
		[a, b] = [someSide(), someSide()];
		ofWriter = await writer.prove(a, b);
		ofViewer = await viewer.prove(a, b);
	});

	it('P25: a mirrored proof: one’s own, echoed', async () => {
		for (const proof of [ofWriter, ofViewer]) {
			expect(await proven(proof, b, a)).toBeUndefined();
			// The mirror says of itself all that this side said, or all but one part.
			const mirror = await writer.prove(a, a);
			expect(await proven(mirror, a, a)).toBeUndefined();
			for (const part of ['session', 'nonce', 'fingerprint'] as const) {
				const claimed = { ...a, [part]: b[part] };
				expect(await proven(await writer.prove(a, claimed), claimed, a)).toBeUndefined();
				expect(await proven(proof, claimed, a)).toBeUndefined();
			}
		}
	});

	it('P25: a peer that states the verifier’s nonce, whatever keys it has', async () => {
		const echo = { ...a, nonce: b.nonce };
		expect(await proven(await writer.prove(echo, b), echo, b)).toBeUndefined();
		expect(await proven(await viewer.prove(echo, b), echo, b)).toBeUndefined();
	});

	it.each(['session', 'nonce', 'fingerprint'] as const)(
		'P25: a replayed or relayed proof: another %s of either side',
		async (part) => {
			for (const proof of [ofWriter, ofViewer]) {
				const changed = randomBytes(a[part].length);
				expect(await proven(proof, { ...a, [part]: changed }, b)).toBeUndefined();
				expect(await proven(proof, a, { ...b, [part]: changed })).toBeUndefined();
				for (let bit = 0; bit < changed.length * 8; bit += 13) {
					expect(await proven(proof, { ...a, [part]: flipped(a[part], bit) }, b)).toBeUndefined();
					expect(await proven(proof, a, { ...b, [part]: flipped(b[part], bit) })).toBeUndefined();
				}
			}
		}
	);

	it('P25: fingerprints, nonces or sessions exchanged between the sides', async () => {
		for (const part of ['session', 'nonce', 'fingerprint'] as const) {
			const [peer, own] = [
				{ ...a, [part]: b[part] },
				{ ...b, [part]: a[part] }
			];
			expect(await proven(ofWriter, peer, own)).toBeUndefined();
			expect(await proven(ofViewer, peer, own)).toBeUndefined();
		}
	});

	it('P25: a member in the middle cannot pass on what a writer proves to it', async () => {
		// It ends both connections itself: each writer sees its certificate, and it states what it likes of all else.
		const middle = { ...b, fingerprint: randomBytes(32) };
		const toMiddle = await writer.prove(a, middle);
		expect(await proven(toMiddle, a, middle)).toBe('writer');
		expect(await proven(toMiddle, { ...a, fingerprint: middle.fingerprint }, b)).toBeUndefined();
		const seenByB = { ...a, fingerprint: middle.fingerprint };
		const own = await viewer.prove(seenByB, b);
		expect(await proven(own, seenByB, b)).toBe('viewer');
		expect(await proven({ ...toMiddle, membership: own.membership }, seenByB, b)).toBeUndefined();
	});

	it('P25: swapped roles, a viewer with a signature, a writer without', async () => {
		expect(await proven({ ...ofWriter, role: 'viewer' }, a, b)).toBeUndefined();
		expect(await proven({ ...ofViewer, role: 'writer' }, a, b)).toBeUndefined();
		expect(await proven({ ...ofViewer, signature: ofWriter.signature }, a, b)).toBeUndefined();
		expect(await proven({ ...ofWriter, signature: undefined }, a, b)).toBeUndefined();
		expect(await proven({ ...ofWriter, role: 'viewer', signature: undefined }, a, b)).toBeUndefined();
		expect(await proven({ ...ofWriter, membership: ofViewer.membership }, a, b)).toBeUndefined();
	});

	it('P25: a viewer that claims to write, with a signature of its own making', async () => {
		const posing = new ChannelProver({ ...viewerKeys, signer: otherKeys.signer });
		const proof = await posing.prove(a, b);
		expect(proof.role).toBe('writer');
		expect(await proven(proof, a, b)).toBeUndefined();
	});

	it('P25: the keys of another note, in part or whole: its id claimed with another key', async () => {
		const proof = await new ChannelProver(otherKeys).prove(a, b);
		expect(await new ChannelProver(otherKeys).verify(proof, a, b)).toBe('writer');
		expect(await proven(proof, a, b)).toBeUndefined();
		for (const part of ['noteId', 'admissionKey', 'signer'] as const) {
			const mixed = { ...writerKeys, [part]: otherKeys[part] };
			expect(await proven(await new ChannelProver(mixed).prove(a, b), a, b)).toBeUndefined();
			const inverse = { ...otherKeys, [part]: writerKeys[part] };
			expect(await proven(await new ChannelProver(inverse).prove(a, b), a, b)).toBeUndefined();
		}
		const squatter = new ChannelProver({ ...otherKeys, noteId: writerKeys.noteId });
		expect(await squatter.verify(ofWriter, a, b)).toBeUndefined();
	});

	it('P25: a verifier whose note has another write key', async () => {
		const misled = new ChannelProver({ ...viewerKeys, writePublicKey: otherKeys.writePublicKey });
		expect(await misled.verify(ofWriter, a, b)).toBeUndefined();
		expect(await misled.verify(ofViewer, a, b)).toBe('viewer');
	});

	it('P25: any bit of the proof flipped', async () => {
		for (let bit = 0; bit < 128; bit += 1) {
			const membership = flipped(ofWriter.membership, bit);
			expect(await proven({ ...ofWriter, membership }, a, b)).toBeUndefined();
			const other = flipped(ofViewer.membership, bit);
			expect(await proven({ ...ofViewer, membership: other }, a, b)).toBeUndefined();
		}
		for (let bit = 0; bit < 512; bit += 7) {
			const signature = flipped(ofWriter.signature ?? new Uint8Array(), bit);
			expect(await proven({ ...ofWriter, signature }, a, b)).toBeUndefined();
		}
	});

	it(`P25: ${WRONG_INVITES} wrong invites`, async () => {
		for (let run = 0; run < WRONG_INVITES; run += 1) {
			const guessing = new ChannelProver({ ...viewerKeys, admissionKey: randomBytes(32) });
			expect(await viewer.verify(await guessing.prove(a, b), a, b)).toBeUndefined();
		}
	});

	it('P25: parts of other lengths are no proof, and a mistake of who proves', async () => {
		for (const length of [0, 1, 15, 17, 32]) {
			const membership = concatBytes(ofWriter.membership, new Uint8Array(16)).slice(0, length);
			expect(await proven({ ...ofWriter, membership }, a, b)).toBeUndefined();
			expect(await proven({ ...ofViewer, membership }, a, b)).toBeUndefined();
		}
		for (const length of [0, 32, 63, 65])
			expect(await proven({ ...ofWriter, signature: new Uint8Array(length) }, a, b)).toBeUndefined();
		for (const part of ['session', 'nonce', 'fingerprint'] as const) {
			for (const change of [-1, 1]) {
				const wrong = { ...a, [part]: new Uint8Array(a[part].length + change) };
				expect(await proven(ofWriter, wrong, b)).toBeUndefined();
				expect(await proven(ofWriter, b, wrong)).toBeUndefined();
				await expect(writer.prove(wrong, b)).rejects.toThrow(RangeError);
				await expect(viewer.prove(b, wrong)).rejects.toThrow(RangeError);
			}
		}
	});

	it('P25: bytes moved from one part to the next mean something else', async () => {
		const shifted = { ...a, session: concatBytes(a.session, a.nonce.slice(0, 1)), nonce: a.nonce.slice(1) };
		expect(await proven(ofWriter, shifted, b)).toBeUndefined();
	});
});
