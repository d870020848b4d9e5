import { expect, it, vi } from 'vitest';
import { MAX_FRAME_BYTES } from '$lib/protocol/limits.js';
import { encodeMessage } from '$lib/protocol/message-codec.js';
import { sampleOrFull } from '../../support/long.js';
import { ManualClock } from './manual-clock.js';
import { connect, SimulatedPeer } from './simulated-peer.js';

const MIB = 1024 * 1024;
/** How much waits for the slow peer. */
const WAITING_BYTES = sampleOrFull(4, 50) * MIB;
const MAX_BYTES = 2 * MIB;
/** Each character takes two bytes: as many of one would be more than a note may hold (P7). */
const EDIT_LENGTH = 8 * 1024;
const EDIT_BYTES = 2 * EDIT_LENGTH;
const FRAME_MS = 5;
const EDITS_A_MS = 4;
const TIMEOUT_MS = 20 * 60_000;

it(
	`P16: ${WAITING_BYTES / MIB} MiB that wait for a slow peer take no more than 2 MiB, and it ends equal`,
	() => {
		const clock = new ManualClock();
		const [a, b] = [new SimulatedPeer(clock), new SimulatedPeer(clock)];
		// The store of the tests exports all at once, and keeps it; here only what is made for the peer is to be seen.
		for (const peer of [a, b]) vi.spyOn(peer.store, 'save').mockImplementation(() => undefined);
		const link = connect(a, b, { delay: () => FRAME_MS, capacity: 1, inspect: () => undefined });
		clock.advance(2_000);
		link.a.blocked = true;
		let exported = 0;
		let made = 0;
		let gone = 0;
		let most = 0;
		/** What was made and has not arrived, wherever it waits. */
		const look = () => (most = Math.max(most, made - gone + link.a.underWay * MAX_FRAME_BYTES));
		const exportPart = a.note.exportPart.bind(a.note);
		a.note.exportPart = (from, maxOperations) => {
			const part = exportPart(from, maxOperations);
			exported += part.bytes.length;
			made += encodeMessage({ note: 0, message: { type: 'update', bytes: part.bytes } }).length;
			look();
			return part;
		};
		const send = link.a.send.bind(link.a);
		link.a.send = (frame) => {
			gone += frame.length;
			send(frame);
			look();
		};
		let seed = 1;
		for (let typed = 0; typed < WAITING_BYTES; typed += EDIT_BYTES) {
			// Text that hardly compresses, here and there, as of many edits.
			let text = '';
			while (text.length < EDIT_LENGTH) {
				seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
				text += String.fromCharCode(0x100 + ((seed >>> 16) % 0x400));
			}
			a.type(text.slice(0, EDIT_LENGTH), typed % 3 === 0 ? 0 : a.note.body.length);
			// A channel that takes nothing at all for 4.5 s counts as dead (P23).
			if (typed % (EDITS_A_MS * EDIT_BYTES) === 0) clock.advance(1);
		}
		expect(made).toBe(0);
		link.a.blocked = false;
		clock.advance(2 * FRAME_MS * (WAITING_BYTES / EDIT_LENGTH));
		console.warn('slow peer', { bytesMade: exported, mostWaitingBytes: most });
		// The part of which a message is made is there beside it for a moment.
		expect(2 * most).toBeLessThan(MAX_BYTES);
		expect(exported).toBeGreaterThan(0.95 * WAITING_BYTES);
		expect(exported).toBeLessThan(1.1 * WAITING_BYTES);
		expect(b.text === a.text).toBe(true);
		expect([a.dropped, b.dropped]).toEqual([[], []]);
	},
	TIMEOUT_MS
);
