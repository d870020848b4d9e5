import { describe, expect, it } from 'vitest';
import { LONG_HISTORY_OPERATIONS, peerBelow } from '$lib/note/low-peer.js';
import { Note } from '$lib/note/note.js';
import { MAX_PART_OPERATIONS } from '$lib/note/schema.js';
import type { LoroPeerId, Version } from '$lib/note/version.js';

function versionOf(...peers: bigint[]): Version {
	return new Map(peers.map((peer) => [`${peer}` as LoroPeerId, 1]));
}

const HIGHEST = 2n ** 64n - 1n;

describe('a Loro peer below all others', () => {
	it('is below them, whatever their digits, and another each time', () => {
		const version = versionOf(9n * 10n ** 18n, 10n ** 19n, 5n * 10n ** 17n);
		const drawn = Array.from({ length: 50 }, () => BigInt(peerBelow(version) ?? -1n));
		for (const peer of drawn) {
			expect(peer).toBeLessThan(5n * 10n ** 17n);
			expect(peer).toBeGreaterThan(0n);
		}
		expect(new Set(drawn).size).toBe(50);
	});

	it('is there for tens of thousands of sessions, each below the one before', () => {
		// As low as the lowest of a thousand random ones is on average.
		let lowest = HIGHEST / 1_000n;
		for (let session = 0; session < 20_000; session += 1) lowest = BigInt(peerBelow(versionOf(lowest)) ?? 0);
		expect(lowest).toBeGreaterThan(0n);
	});

	it('is not drawn from so few that two sessions might draw the same', () => {
		expect(peerBelow(versionOf(5n))).toBeUndefined();
		expect(peerBelow(versionOf(0n, HIGHEST))).toBeUndefined();
		expect(peerBelow(versionOf(2n ** 47n))).toBeUndefined();
		expect(peerBelow(versionOf(2n ** 48n))).toBeDefined();
	});
});

describe('a session writes', () => {
	const long = 'a line of a long note\n'.repeat(LONG_HISTORY_OPERATIONS / 20);
	const stored = (text: string) => {
		const note = Note.of({ title: 'Long', text }, new Date(0));
		const snapshot = note.exportSnapshot();
		const version = note.version();
		note.close();
		return { snapshot, version };
	};
	const isLowest = (note: Note, version: Version) =>
		[...version.keys()].every((peer) => BigInt(note.peerId) < BigInt(peer));

	it('as the lowest Loro peer in a long note, and stays it when more comes', () => {
		const { snapshot, version } = stored(long);
		const [note, other] = [Note.empty(), Note.empty()];
		note.import(snapshot);
		other.import(snapshot);
		expect(isLowest(note, version)).toBe(true);
		const peerId = note.peerId;
		note.body.insert(0, 'mine');
		note.doc.commit();
		expect(note.version().get(peerId)).toBe(4);
		const before = other.version();
		other.body.insert(0, 'theirs');
		other.doc.commit();
		note.importFromPeer(other.exportFrom(before));
		expect(note.peerId).toBe(peerId);
		expect(other.peerId).not.toBe(peerId);
		expect(note.body.toString()).toContain('theirs');
		for (const it of [note, other]) it.close();
	});

	it('under one id, where it had written before the note became long', () => {
		const [note, other] = [Note.empty(), Note.empty()];
		note.import(stored('short').snapshot);
		note.body.insert(0, 'early');
		note.doc.commit();
		const { peerId } = note;
		other.import(note.exportSnapshot());
		other.body.insert(0, long);
		other.doc.commit();
		for (let from = note.version(); note.body.length < long.length; from = note.version())
			note.import(other.exportPart(from, MAX_PART_OPERATIONS).bytes);
		expect(note.peerId).toBe(peerId);
		for (const it of [note, other]) it.close();
	});

	it('as a new lowest Loro peer, once a snapshot has packed much that it wrote', () => {
		const note = Note.of({ title: 'Long', text: long }, new Date(0));
		const peers = [note.peerId];
		const reader = Note.empty();
		for (const text of ['a few words', long, 'a few more', 'and more']) {
			reader.import(note.exportLoadableSnapshot());
			expect(isLowest(note, new Map([...note.version()].filter(([peer]) => peer !== note.peerId)))).toBe(
				true
			);
			if (note.peerId !== peers.at(-1)) peers.push(note.peerId);
			note.body.insert(note.body.length, text);
			note.doc.commit();
			expect(note.version().get(note.peerId)).toBeGreaterThanOrEqual(text.length);
		}
		// After the text that it began with, and after the long one.
		expect(peers).toHaveLength(3);
		reader.import(note.exportFrom(reader.version()));
		expect(reader.body.toString()).toBe(`${long}a few words${long}a few moreand more`);
		expect(reader.digest()).toEqual(note.digest());
		for (const it of [note, reader]) it.close();
	});

	it('as one Loro peer in a short note, whatever is packed', () => {
		const note = Note.of({ title: 'Short', text: 'short' }, new Date(0));
		const { peerId } = note;
		note.exportLoadableSnapshot();
		expect(note.peerId).toBe(peerId);
		note.close();
	});

	it('as any Loro peer in a short one', () => {
		const { snapshot } = stored('short');
		const notes = Array.from({ length: 40 }, () => Note.empty());
		for (const note of notes) note.import(snapshot);
		expect(notes.some(({ peerId }) => BigInt(peerId) > HIGHEST / 2n)).toBe(true);
		for (const note of notes) note.close();
	});
});
