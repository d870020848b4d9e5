import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInvite, encodeInvite } from '$lib/crypto/invite.js';
import { splitOfferLink } from '$lib/crypto/pairing-text.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import type { Channel } from '$lib/transport/channel.js';
import { systemClock } from '$lib/util/clock.js';
import { LazyNoteKeys } from '$lib/workspace/note-keys.js';
import { NotePairings } from '$lib/workspace/note-pairings.js';
import { effectiveConfig } from '$lib/workspace/own-servers.js';
import { ServerSettings } from '$lib/workspace/server-settings.svelte.js';
import { FakeNetwork } from './fake-link.js';
import { eventually } from '../support/eventually.js';

let network: FakeNetwork;

beforeEach(() => {
	network = new FakeNetwork();
	// All that is asked is whether there is one.
	vi.stubGlobal('RTCPeerConnection', () => undefined);
});

afterEach(() => {
	vi.unstubAllGlobals();
});

/** A tab that has a note open, and follows the servers that are set in whatever tab. */
async function tab(local: MemoryKeyValueStore, keys: LazyNoteKeys) {
	const settings = new ServerSettings(local);
	await settings.load();
	const channels: Channel[] = [];
	const config = () => Promise.resolve(effectiveConfig({ relays: [], iceServers: [] }, settings.own));
	const connected = (channel: Channel) => void channels.push(channel);
	const pairings = new NotePairings(keys, config, systemClock, connected, () => network.link());
	settings.onChange(() => void pairings.serversChanged());
	return { settings, pairings, channels };
}

async function connected(here: NotePairings, there: NotePairings, link: string): Promise<void> {
	const offering = here.offer(link);
	await eventually(() => expect(offering.code).toBeDefined());
	const answering = there.answer(splitOfferLink(offering.code ?? '').offer ?? '');
	await eventually(() => expect(answering.code).toBeDefined());
	expect(await offering.take(answering.code ?? '')).toBeUndefined();
	await eventually(() => expect([offering.phase, answering.phase]).toEqual(['connected', 'connected']));
}

it('P29 direct connections of a note end when “Only through TURN” is set in another tab, and no new one begins', async () => {
	const invite = createInvite();
	const link = `https://perch.example/join#${await encodeInvite(invite)}`;
	const keys = new LazyNoteKeys(invite);
	const local = new MemoryKeyValueStore();
	const [mine, settingsTab] = [await tab(local, keys), await tab(local, keys)];
	const others = await tab(new MemoryKeyValueStore(), keys);
	await connected(mine.pairings, others.pairings, link);
	const closed = vi.fn();
	mine.channels[0]?.onClose(closed);
	const waiting = mine.pairings.offer(link);
	await eventually(() => expect(waiting.phase).toBe('showing'));

	// Another change of the servers ends nothing.
	await settingsTab.settings.change({ stun: ['stun:own.example'] });
	await eventually(() => expect(mine.settings.own.stun).toHaveLength(1));
	await new Promise((resolve) => setTimeout(resolve));
	expect(closed).not.toHaveBeenCalled();
	expect(waiting.phase).toBe('showing');

	await settingsTab.settings.change({ onlyThroughTurn: true });
	await eventually(() => expect(closed).toHaveBeenCalledOnce());
	expect(waiting.phase).toBe('closed');
	const late = mine.pairings.offer(link);
	await eventually(() => expect(late.phase).toBe('failed'));
	expect(late.failure).toBe('only-through-turn');
});
