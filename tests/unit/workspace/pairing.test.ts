import { setTimeout } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInvite, encodeInvite, type Invite } from '$lib/crypto/invite.js';
import { deriveNoteKeys, viewInviteOf, type NoteKeys } from '$lib/crypto/keys.js';
import { splitOfferLink } from '$lib/crypto/pairing-text.js';
import type { Channel } from '$lib/transport/channel.js';
import type { DirectLinkFailure } from '$lib/transport/direct-link.js';
import { PAIRING_CONNECT_TIMEOUT_MS, PAIRING_LIFETIME_MS } from '$lib/transport/limits.js';
import { PairingAnswer } from '$lib/workspace/pairing-answer.svelte.js';
import { PairingOffer } from '$lib/workspace/pairing-offer.svelte.js';
import type { PairingFailure, PairingImpediment, PairingTry } from '$lib/workspace/pairing-types.js';
import type { PairingTools } from '$lib/workspace/pairing.svelte.js';
import { ManualClock } from '../sync/manual-clock.js';
import { FakeNetwork } from './fake-link.js';

const START_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

let invite: Invite;
let keys: NoteKeys;
let viewerKeys: NoteKeys;
let otherKeys: NoteKeys;
let link: string;
let clock: ManualClock;
let network: FakeNetwork;

beforeAll(async () => {
	invite = createInvite();
	keys = await deriveNoteKeys(invite);
	viewerKeys = await deriveNoteKeys(viewInviteOf(keys));
	otherKeys = await deriveNoteKeys(createInvite());
	link = `https://perch.example.org/join#${await encodeInvite(invite)}`;
});

beforeEach(() => {
	clock = new ManualClock();
	network = new FakeNetwork();
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

interface Device extends PairingTools {
	readonly channels: Channel[];
}

interface DeviceOptions {
	readonly held?: NoteKeys;
	/** How far its clock is ahead. */
	readonly aheadMs?: number;
	readonly failure?: DirectLinkFailure;
	readonly forbidden?: PairingImpediment;
}

function device({ held = keys, aheadMs = 0, failure, forbidden }: DeviceOptions = {}): Device {
	const channels: Channel[] = [];
	return {
		channels,
		keys: { get: () => Promise.resolve(held) },
		clock,
		wallClock: () => START_MS + aheadMs + clock.now(),
		impediment: () => Promise.resolve(forbidden),
		makeLink: () => network.link(failure),
		connected: (channel) => channels.push(channel)
	};
}

/** Keys are derived and codes sealed in the time of the machine. */
async function left(pairing: PairingTry, phase: PairingTry['phase']): Promise<void> {
	for (let look = 0; look < 1000 && pairing.phase === phase; look += 1) await setTimeout(1);
}

async function offering(at: Device): Promise<{ offer: PairingOffer; code: string }> {
	const offer = new PairingOffer(link, at);
	await left(offer, 'preparing');
	return { offer, code: offer.code ?? '' };
}

async function answering(at: Device, code: string): Promise<{ answer: PairingAnswer; code: string }> {
	const answer = new PairingAnswer(splitOfferLink(code).offer ?? '', at);
	await left(answer, 'preparing');
	return { answer, code: answer.code ?? '' };
}

describe('P29: two devices that scan each other', () => {
	it('are connected by one channel, and show nothing any more', async () => {
		const [host, guest] = [device(), device({ held: viewerKeys })];
		const { offer, code } = await offering(host);
		expect(offer.phase).toBe('showing');
		expect(code.startsWith(`${link}.`)).toBe(true);
		const { answer, code: second } = await answering(guest, code);
		expect(answer.phase).toBe('showing');
		expect(await offer.take(second)).toBeUndefined();
		for (const [side, at] of [
			[offer, host],
			[answer, guest]
		] as const) {
			expect(side.phase).toBe('connected');
			expect(side.code).toBeUndefined();
			expect(at.channels).toHaveLength(1);
		}
		clock.advance(2 * PAIRING_LIFETIME_MS);
		offer.close();
		answer.close();
		expect([offer.phase, answer.phase]).toEqual(['connected', 'connected']);
		expect(network.links.map(({ abandoned }) => abandoned)).toEqual([false, false]);
	});

	it('stay connected when one of them lets in a third', async () => {
		const host = device();
		for (const guest of [device(), device()]) {
			const { offer, code } = await offering(host);
			const { code: second } = await answering(guest, code);
			expect(await offer.take(second)).toBeUndefined();
		}
		expect(host.channels.map(({ writable }) => writable)).toEqual([true, true]);
	});
});

describe('P29: what is no answer is refused, and the true one is still taken', () => {
	it('an answer to an older offer, one of another note, one’s own code, another first code, anything else', async () => {
		const host = device();
		const earlier = await offering(host);
		const { code: old } = await answering(device(), earlier.code);
		earlier.offer.close();
		const { offer, code } = await offering(host);
		const { code: ofOther } = await offering(device());
		const stranger = device({ held: otherKeys });
		const foreign = await offering(stranger);
		const { code: foreignAnswer } = await answering(stranger, foreign.code);
		expect(await offer.take(old)).toBe('foreign');
		expect(await offer.take(foreignAnswer)).toBe('foreign');
		expect(await offer.take(code)).toBe('own');
		expect(await offer.take(ofOther)).toBe('offer');
		for (const text of ['', link, 'https://example.com', 'perch-answer:', `${old}A`])
			expect(await offer.take(text)).toBe('foreign');
		expect(offer.phase).toBe('showing');
		const { code: good } = await answering(device(), code);
		expect(await offer.take(good.slice(0, -1))).toBe('foreign');
		expect(await offer.take(good)).toBeUndefined();
		expect(offer.phase).toBe('connected');
	});

	it('a second answer to the same offer comes too late', async () => {
		const host = device();
		const { offer, code } = await offering(host);
		const [{ code: first }, { code: second }] = [
			await answering(device(), code),
			await answering(device(), code)
		];
		await Promise.all([offer.take(first), offer.take(second)]);
		expect(host.channels).toHaveLength(1);
		expect(await offer.take(second)).toBeUndefined();
		expect(host.channels).toHaveLength(1);
	});
});

describe('P29: an offer that cannot be answered', () => {
	it.each<[string, () => DeviceOptions, PairingFailure]>([
		['is of another note', () => ({ held: otherKeys }), 'damaged'],
		['is old', () => ({ aheadMs: 16 * MINUTE_MS }), 'expired'],
		['meets a browser without WebRTC', () => ({ forbidden: 'no-webrtc' }), 'no-webrtc'],
		['meets a device in no network', () => ({ failure: 'no-address' }), 'no-address']
	])('as it %s', async (_, options, failure) => {
		const { code } = await offering(device());
		const { answer } = await answering(device(options()), code);
		expect([answer.phase, answer.failure]).toEqual(['failed', failure]);
		expect(answer.code).toBeUndefined();
	});

	it('as it is cut, or no offer at all', async () => {
		const { code } = await offering(device());
		for (const text of [code.slice(0, -4), `${link}.`, `${link}.AAAA`]) {
			const { answer } = await answering(device(), text);
			expect([answer.phase, answer.failure]).toEqual(['failed', 'damaged']);
		}
	});

	it('as a newer Perch made it', async () => {
		const { answer } = await answering(device(), `${link}.${'AgEA'.repeat(20)}`);
		expect(answer.failure).toBe('newer');
	});

	it('is answered though the clocks differ by some minutes, either way', async () => {
		const { code } = await offering(device());
		for (const aheadMs of [14 * MINUTE_MS, -60 * MINUTE_MS]) {
			const { answer } = await answering(device({ aheadMs }), code);
			expect(answer.phase).toBe('showing');
		}
	});
});

describe('P29: a try ends', () => {
	it('ten minutes after its code was made, on both sides', async () => {
		const { offer, code } = await offering(device());
		const { answer } = await answering(device(), code);
		clock.advance(PAIRING_LIFETIME_MS);
		for (const side of [offer, answer]) expect([side.phase, side.failure]).toEqual(['failed', 'expired']);
		expect(network.links.map(({ abandoned }) => abandoned)).toEqual([true, true]);
	});

	it('where the devices do not get through to each other, and another one succeeds', async () => {
		const host = device();
		const { offer, code } = await offering(host);
		const { code: second } = await answering(device(), code);
		network.blocked = true;
		expect(await offer.take(second)).toBeUndefined();
		expect(offer.phase).toBe('connecting');
		clock.advance(PAIRING_CONNECT_TIMEOUT_MS);
		expect([offer.phase, offer.failure]).toEqual(['failed', 'not-reached']);
		network.blocked = false;
		const again = await offering(host);
		const { code: fresh } = await answering(device(), again.code);
		await again.offer.take(fresh);
		expect(again.offer.phase).toBe('connected');
	});

	it('when it is closed, whatever it was at', async () => {
		const early = new PairingOffer(link, device());
		early.close();
		const { offer, code } = await offering(device());
		const { answer } = await answering(device(), code);
		offer.close();
		answer.close();
		await setTimeout(20);
		for (const side of [early, offer, answer]) {
			expect(side.phase).toBe('closed');
			expect(side.code).toBeUndefined();
		}
		for (const { abandoned } of network.links) expect(abandoned).toBe(true);
	});

	it('in words where this device cannot offer', async () => {
		const { offer } = await offering(device({ failure: 'no-address' }));
		expect([offer.phase, offer.failure]).toEqual(['failed', 'no-address']);
		expect(network.links[0]?.abandoned).toBe(true);
	});
});
