import { setImmediate, setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInvite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf, type NoteKeys } from '$lib/crypto/keys.js';
import type { Message, Proof } from '$lib/protocol/messages.js';
import type { Admission } from '$lib/sync/admission.js';
import { PROOF_TIMEOUT_MS } from '$lib/sync/limits.js';
import type { Channel } from '$lib/transport/channel.js';
import { sampleOrFull } from '../../support/long.js';
import { keysAdmission } from './keys-admission.js';
import { ManualClock } from './manual-clock.js';
import { Link, type LinkEnd, type LinkOptions } from './simulated-link.js';
import { connect, NOTE_ID, SimulatedPeer } from './simulated-peer.js';
import { hello, Speaker } from './speaker.js';
import { claimed, trustingAdmission } from './trusting-admission.js';

const SETTLED_MS = 2_000;
const WRONG_INVITES = sampleOrFull(1_000, 10_000);

let writer: NoteKeys;
let viewer: NoteKeys;
let otherNote: NoteKeys;

beforeAll(async () => {
	writer = await deriveNoteKeys(createInvite());
	viewer = await deriveNoteKeys(viewInviteOf(writer));
	otherNote = await deriveNoteKeys(createInvite());
});

const SETTLING_STEPS = 20;

/** Messages take time by the clock, and proofs take that of the machine. */
async function settle(clock: ManualClock, ms = SETTLED_MS): Promise<void> {
	for (let step = 0; step < SETTLING_STEPS; step += 1) {
		clock.advance(ms / SETTLING_STEPS);
		await setTimeout(2);
	}
}

/** Where a busy machine takes longer for proofs than that: until it is so, but not so long that a peer is given up. */
async function settleUntil(clock: ManualClock, isSo: () => boolean): Promise<void> {
	await settle(clock);
	for (let step = 0; step < 400 && !isSo(); step += 1) {
		clock.advance(10);
		await setTimeout(5);
	}
}

function peerWith(clock: ManualClock, keys: NoteKeys): SimulatedPeer {
	const role = keys.signer === undefined ? 'viewer' : 'writer';
	return new SimulatedPeer(clock, { admission: keysAdmission(keys), role });
}

function types(end: LinkEnd): string[] {
	return end.sentMessages.map(({ type }) => type);
}

function proofOf(end: LinkEnd): Proof {
	const proof = end.sentMessages.find((message): message is Proof => message.type === 'proof');
	if (proof === undefined) throw new Error('no proof was sent');
	return proof;
}

/** Nothing but hellos, proofs and signs of life. */
function expectNothingToldOfNotes(end: LinkEnd): void {
	expect(new Set([...types(end), 'hello', 'proof', 'alive'])).toEqual(new Set(['hello', 'proof', 'alive']));
}

/** A peer with some text, and somebody who speaks by hand at the other end of a channel. */
function peerAndHand(admission: Admission = keysAdmission(writer), options: LinkOptions = {}) {
	const clock = new ManualClock();
	const peer = new SimulatedPeer(clock, { admission });
	peer.type('secret');
	const link = new Link(clock, options);
	peer.connections.add(link.a);
	const by = new Speaker((frame) => link.b.send(frame));
	return { clock, peer, link, by };
}

describe('P25: before anything about a note', () => {
	it.each([
		['two who may write', () => [writer, writer], ['writer', 'writer']],
		['one who may write and one who may view', () => [writer, viewer], ['viewer', 'writer']],
		['two who may view', () => [viewer, viewer], ['viewer', 'viewer']]
	] as const)('%s prove that to each other', async (_, keys, roles) => {
		const clock = new ManualClock();
		const [a, b] = keys().map((each) => peerWith(clock, each)) as [SimulatedPeer, SimulatedPeer];
		a.type('text');
		const link = connect(a, b);
		await settleUntil(clock, () => [a, b].every(({ synchroniser }) => synchroniser.peers.length > 0));
		expect([a, b].map(({ synchroniser }) => synchroniser.peers.map(({ role }) => role))).toEqual(
			roles.map((role) => [role])
		);
		for (const end of [link.a, link.b]) {
			const first = types(end).indexOf('open');
			expect(new Set(types(end).slice(0, first))).toEqual(new Set(['hello', 'proof']));
		}
		expect([a.dropped, b.dropped]).toEqual([[], []]);
	});

	it('who has the invite of another note is a stranger, on both sides', async () => {
		const clock = new ManualClock();
		const [a, b] = [peerWith(clock, writer), peerWith(clock, otherNote)];
		a.type('secret');
		const link = connect(a, b);
		await settle(clock);
		expect(a.dropped.concat(b.dropped)).toContain('stranger');
		for (const end of [link.a, link.b]) expectNothingToldOfNotes(end);
		expect([b.text, a.synchroniser.peers, b.synchroniser.peers]).toEqual(['', [], []]);
	});

	it('who holds a view invite does not become a writer by saying so', async () => {
		const honest = keysAdmission(viewer);
		const forging: Admission = {
			verify: (...args) => honest.verify(...args),
			prove: (own, peer, done) =>
				keysAdmission({ ...viewer, signer: { sign: () => Promise.resolve(new Uint8Array(64)) } }).prove(
					own,
					peer,
					done
				)
		};
		const clock = new ManualClock();
		const a = peerWith(clock, writer);
		const b = new SimulatedPeer(clock, { admission: forging });
		a.type('secret');
		connect(a, b);
		b.type('forged');
		await settle(clock);
		expect([a.dropped, a.text, b.text]).toEqual([['stranger'], 'secret', 'forged']);
	});

	it('a proof of another channel is worth nothing: neither of the same two pages nor of others', async () => {
		const clock = new ManualClock();
		const [a, b] = [peerWith(clock, writer), peerWith(clock, writer)];
		const recorded = connect(a, b);
		await settle(clock);
		expect(a.synchroniser.peers).toHaveLength(1);
		const greeting = recorded.b.sentMessages.find(({ type }) => type === 'hello');
		const proof = proofOf(recorded.b);
		recorded.cut();
		await settle(clock);
		const again = new Link(clock);
		a.connections.add(again.a);
		const by = new Speaker((frame) => again.b.send(frame));
		if (greeting !== undefined) by.say(greeting);
		by.say(proof);
		by.say({ type: 'open', noteId: NOTE_ID });
		await settle(clock);
		expect(a.dropped).toEqual(['stranger']);
		expectNothingToldOfNotes(again.a);
	});

	it('who sends back all that it hears has proven nothing', async () => {
		const { clock, peer, link } = peerAndHand();
		link.b.onMessage((frame) => {
			if (link.b.writable) link.b.send(frame.slice());
		});
		await settle(clock);
		expect(peer.dropped).toEqual(['stranger']);
		expectNothingToldOfNotes(link.a);
	});

	it('who sends back the proof under a name of its own has proven nothing', async () => {
		const { clock, peer, link, by } = peerAndHand();
		by.say(hello());
		await settle(clock, 500);
		by.say(proofOf(link.a));
		await settle(clock);
		expect(peer.dropped).toEqual(['stranger']);
		expectNothingToldOfNotes(link.a);
	});

	it('who stands between two members and ends both connections cannot pass their proofs on', async () => {
		const clock = new ManualClock();
		const [a, b] = [peerWith(clock, writer), peerWith(clock, writer)];
		a.type('secret');
		// Each sees the certificate of the one between, which passes every frame on.
		const between = new Uint8Array(32).fill(0xcc);
		const link = new Link(clock, {
			fingerprints: [
				{ own: new Uint8Array(32).fill(0xa), peer: between },
				{ own: new Uint8Array(32).fill(0xb), peer: between }
			]
		});
		a.connections.add(link.a);
		b.connections.add(link.b);
		await settle(clock);
		expect([a.dropped, b.dropped].flat()).toContain('stranger');
		for (const end of [link.a, link.b]) expectNothingToldOfNotes(end);
		expect(b.text).toBe('');
	});

	it('nobody is believed on a channel whose ends are not certain', async () => {
		const clock = new ManualClock();
		const [a, b] = [peerWith(clock, writer), peerWith(clock, writer)];
		const link = new Link(clock, { fingerprints: [undefined, undefined] });
		a.connections.add(link.a);
		b.connections.add(link.b);
		await settle(clock);
		expect([a.dropped, b.dropped].flat()).toContain('stranger');
		for (const end of [link.a, link.b]) expectNothingToldOfNotes(end);
	});

	it('who greets and proves nothing in time is given up, and was told nothing', async () => {
		const { clock, peer, link, by } = peerAndHand();
		const alive = () => link.b.writable && by.say({ type: 'alive', answer: false });
		by.say(hello());
		for (let waited = 0; waited < PROOF_TIMEOUT_MS + 500; waited += 500) {
			alive();
			await settle(clock, 500);
		}
		expect(peer.dropped).toEqual(['silent']);
		expectNothingToldOfNotes(link.a);
	});

	it('a late proof is not looked at', async () => {
		const clock = new ManualClock();
		const [a, b] = [peerWith(clock, writer), peerWith(clock, writer)];
		let release: (() => void) | undefined;
		const honest = keysAdmission(writer);
		const admission: Admission = {
			verify: (...args) => honest.verify(...args),
			prove: (own, peer, done) => honest.prove(own, peer, (proof) => (release = () => done(proof)))
		};
		const late = new SimulatedPeer(clock, { admission });
		connect(a, late);
		await settle(clock, PROOF_TIMEOUT_MS + 500);
		release?.();
		await settle(clock);
		expect([a.dropped, a.synchroniser.peers, b.synchroniser.peers]).toEqual([['silent'], [], []]);
	});

	it.each<[string, (by: Speaker) => void]>([
		['a proof before the hello', (by) => by.say({ type: 'proof', proof: claimed('viewer') })],
		[
			'a note before the proof',
			(by) => {
				by.say(hello());
				by.say({ type: 'open', noteId: NOTE_ID });
			}
		],
		[
			'a second proof',
			(by) => {
				by.say(hello());
				by.say({ type: 'proof', proof: claimed('viewer') });
				by.say({ type: 'proof', proof: claimed('viewer') });
			}
		],
		[
			'another hello',
			(by) => {
				by.say(hello());
				by.say(hello());
			}
		],
		[
			'more than opening notes while the proof is looked at',
			(by) => {
				by.greet(NOTE_ID);
				by.say({ type: 'update', bytes: new Uint8Array(30) });
			}
		],
		[
			'the beginning of a long message',
			(by) => {
				by.say(hello());
				by.say({ type: 'update', bytes: new Uint8Array(100_000) });
			}
		]
	])('who says %s is dropped', async (_, say) => {
		const neverSure: Admission = { prove: () => undefined, verify: () => undefined };
		const { clock, peer, link, by } = peerAndHand(neverSure);
		say(by);
		await settle(clock);
		expect(peer.dropped).toEqual(['protocol']);
		expectNothingToldOfNotes(link.a);
	});

	it('a note that was opened while the proof was looked at is open afterwards', async () => {
		let decide: (() => void) | undefined;
		const slow: Admission = {
			prove: (_own, _peer, done) => done(claimed('writer')),
			verify: (_proof, _peer, _own, done) => (decide = () => done('writer'))
		};
		const { clock, peer, link, by } = peerAndHand(slow);
		by.greet(NOTE_ID);
		await settle(clock);
		expectNothingToldOfNotes(link.a);
		decide?.();
		await settle(clock);
		expect(peer.synchroniser.peers).toHaveLength(1);
		expect(types(link.a)).toContain('version');
	});

	it('a note that nobody here has a key for is not opened, whatever id is claimed', async () => {
		const { clock, peer, link, by } = peerAndHand(trustingAdmission());
		by.say(hello());
		by.say({ type: 'proof', proof: claimed('writer') });
		by.say({ type: 'open', noteId: otherNote.noteId });
		await settle(clock);
		expect([peer.dropped, peer.synchroniser.peers]).toEqual([[], []]);
		expect(new Set(types(link.a))).toEqual(new Set(['hello', 'proof', 'open']));
	});
});

it(`P25: ${WRONG_INVITES} wrong invites: none gets in, and an honest peer still does`, async () => {
	const clock = new ManualClock();
	const peer = peerWith(clock, writer);
	peer.type('secret');
	const open: Channel[] = [];
	for (let invite = 0; invite < WRONG_INVITES; invite += 1) {
		const link = new Link(clock);
		peer.connections.add(link.a);
		const by = new Speaker((frame) => link.b.send(frame));
		const membership = crypto.getRandomValues(new Uint8Array(16));
		const signature = crypto.getRandomValues(new Uint8Array(64));
		const proof: Message =
			invite % 2 === 0
				? { type: 'proof', proof: { role: 'viewer', membership, signature: undefined } }
				: { type: 'proof', proof: { role: 'writer', membership, signature } };
		by.say(hello());
		by.say(proof);
		by.say({ type: 'open', noteId: NOTE_ID });
		clock.advance(5);
		if (invite % 200 === 0) await setImmediate();
		open.push(link.b);
	}
	await settle(clock);
	for (let turn = 0; turn < 1_000 && peer.dropped.length < WRONG_INVITES; turn += 1) await setImmediate();
	expect(peer.dropped).toHaveLength(WRONG_INVITES);
	expect(new Set(peer.dropped)).toEqual(new Set(['stranger']));
	expect(peer.synchroniser.peers).toEqual([]);
	expect(open.some(({ writable }) => writable)).toBe(false);
	const honest = peerWith(clock, writer);
	connect(peer, honest);
	await settle(clock);
	expect(honest.text).toBe('secret');
}, 120_000);
