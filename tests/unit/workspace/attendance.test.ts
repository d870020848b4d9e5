import { beforeEach, describe, expect, it } from 'vitest';
import type { DropReason } from '$lib/sync/connection.js';
import { Emitter } from '$lib/util/emitter.js';
import { Attendance, type AttendedConnections, type AttendedRoom } from '$lib/workspace/attendance.js';
import { BACKGROUND_PATIENCE_MS, NETWORK_SETTLES_MS } from '$lib/workspace/limits.js';
import { ManualClock } from '../sync/manual-clock.js';

/** A room that notes what is done to it. */
class NotedRoom implements AttendedRoom {
	readonly acts: string[] = [];
	heard = false;

	join(): void {
		this.acts.push('join');
	}

	rejoin(): void {
		this.acts.push('rejoin');
	}

	hasHeardWithin(): boolean {
		return this.heard;
	}

	retryNow(): void {
		this.acts.push('retry');
	}

	leave(): Promise<void> {
		this.acts.push('leave');
		return Promise.resolve();
	}

	/** What was done since this was last asked. */
	get news(): string[] {
		return this.acts.splice(0);
	}
}

class NotedConnections implements AttendedConnections {
	readonly #admitted = new Emitter<undefined>();
	readonly #ended = new Emitter<undefined>();
	readonly #dropped = new Emitter<DropReason>();
	readonly #silenceChanged = new Emitter<undefined>();
	readonly onSilenceChange = this.#silenceChanged.on.bind(this.#silenceChanged);
	readonly onAdmitted = this.#admitted.on.bind(this.#admitted);
	readonly onEnded = this.#ended.on.bind(this.#ended);
	readonly onDropped = this.#dropped.on.bind(this.#dropped);
	peers = 0;
	probes = 0;
	watching = true;

	get hasNetworkPeer(): boolean {
		return this.peers > 0;
	}

	probe(): void {
		this.probes += 1;
	}

	comes(): void {
		this.peers += 1;
		this.#admitted.emit(undefined);
	}

	goes(reason?: DropReason): void {
		this.peers -= 1;
		this.#ended.emit(undefined);
		if (reason !== undefined) this.#dropped.emit(reason);
	}

	/** As one does that nobody would meet anew. */
	fallsSilent(): void {
		this.peers -= 1;
		this.#silenceChanged.emit(undefined);
	}

	isHeardAgain(): void {
		this.peers += 1;
		this.#silenceChanged.emit(undefined);
	}
}

let clock: ManualClock;
let room: NotedRoom;
let connections: NotedConnections;
let attendance: Attendance;

beforeEach(() => {
	clock = new ManualClock();
	room = new NotedRoom();
	connections = new NotedConnections();
	attendance = new Attendance(room, connections, clock);
	attendance.begin();
	expect(room.news).toEqual(['join']);
});

describe('P31: in the background', () => {
	it('a page that is alone leaves the room after its patience, and joins again at once when seen', () => {
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS - 1);
		expect(room.news).toEqual([]);
		clock.advance(1);
		expect(room.news).toEqual(['leave']);
		clock.advance(10 * BACKGROUND_PATIENCE_MS);
		expect(room.news).toEqual([]);
		attendance.inSight = true;
		expect(room.news).toEqual(['join']);
	});

	it('no timer is left behind while it rests', () => {
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS);
		expect(clock.step()).toBe(false);
	});

	it('a page that is seen in time stays, and its patience begins anew', () => {
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS - 1);
		attendance.inSight = true;
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS - 1);
		expect(room.news).toEqual([]);
	});

	it('a page that is told twice that it is hidden does not begin its patience anew', () => {
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS / 2);
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS / 2);
		expect(room.news).toEqual(['leave']);
	});

	it('a page with company stays, and rests after the same patience once the last one is gone', () => {
		connections.comes();
		connections.comes();
		attendance.inSight = false;
		clock.advance(10 * BACKGROUND_PATIENCE_MS);
		connections.goes();
		clock.advance(10 * BACKGROUND_PATIENCE_MS);
		expect(room.news).toEqual([]);
		connections.goes();
		clock.advance(BACKGROUND_PATIENCE_MS - 1);
		expect(room.news).toEqual([]);
		clock.advance(1);
		expect(room.news).toEqual(['leave']);
	});

	it('who is met in the background keeps the page there', () => {
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS - 1);
		connections.comes();
		clock.advance(BACKGROUND_PATIENCE_MS);
		expect(room.news).toEqual([]);
	});

	it('a network that comes back does not end the rest', () => {
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS);
		attendance.networkChanged();
		clock.advance(NETWORK_SETTLES_MS);
		expect(room.news).toEqual(['leave', 'retry']);
	});

	it('a note that is shared while its page rests is joined when that is seen', () => {
		const later = new Attendance(room, connections, clock);
		later.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS);
		later.begin();
		expect(room.news).toEqual(['leave']);
		later.inSight = true;
		expect(room.news).toEqual(['join']);
	});

	it('a note that was never shared is not joined when its page is seen', () => {
		const never = new Attendance(room, connections, clock);
		never.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS);
		never.inSight = true;
		expect(room.news).toEqual(['leave']);
	});

	it('silence counts only in a page that is seen', () => {
		attendance.inSight = false;
		expect(connections.watching).toBe(false);
		attendance.inSight = true;
		expect(connections.watching).toBe(true);
	});
});

describe('P31: after a sleep or in another network', () => {
	it('a page that wakes asks peers and relays at once', () => {
		attendance.wake();
		expect(connections.probes).toBe(1);
		expect(room.news).toEqual(['retry']);
	});

	it('a room whose last peer fell silent is begun anew, as the fault may be here', () => {
		connections.comes();
		connections.comes();
		connections.goes('silent');
		expect(room.news).toEqual([]);
		connections.goes('silent');
		expect(room.news).toEqual(['rejoin']);
	});

	it('so is one whose last peer fell silent and is kept; once that is heard again it is company', () => {
		connections.comes();
		connections.fallsSilent();
		expect(room.news).toEqual(['rejoin']);
		connections.isHeardAgain();
		attendance.networkChanged();
		clock.advance(NETWORK_SETTLES_MS);
		expect(room.news).toEqual(['retry']);
		attendance.inSight = false;
		clock.advance(BACKGROUND_PATIENCE_MS);
		expect(room.news).toEqual([]);
		connections.fallsSilent();
		clock.advance(BACKGROUND_PATIENCE_MS);
		expect(room.news).toEqual(['rejoin', 'leave']);
	});

	it('a room in which somebody was just heard goes on: this device is where it was, and that one is being met', () => {
		connections.comes();
		room.heard = true;
		connections.goes('silent');
		expect(room.news).toEqual([]);
	});

	it('a room whose last peer left in order goes on', () => {
		connections.comes();
		connections.goes();
		expect(room.news).toEqual([]);
	});

	it('alone in another network, the room is begun anew, once, when that has settled', () => {
		attendance.networkChanged();
		attendance.networkChanged();
		clock.advance(NETWORK_SETTLES_MS);
		expect(room.news).toEqual(['retry', 'retry', 'rejoin']);
	});

	it('with company in another network, it is first found out who still answers', () => {
		connections.comes();
		attendance.networkChanged();
		clock.advance(NETWORK_SETTLES_MS);
		expect(room.news).toEqual(['retry']);
		expect(connections.probes).toBe(1);
		connections.goes('silent');
		expect(room.news).toEqual(['rejoin']);
	});

	it('a page that comes back from the cache of pages joins anew', () => {
		attendance.inSight = false;
		attendance.restored();
		expect(room.news).toEqual(['rejoin']);
	});
});

it('P31: a note that is closed is left, and nothing brings it back', async () => {
	attendance.inSight = false;
	attendance.networkChanged();
	await attendance.end();
	expect(room.news).toEqual(['retry', 'leave']);
	clock.advance(10 * BACKGROUND_PATIENCE_MS);
	attendance.inSight = true;
	attendance.restored();
	connections.comes();
	connections.goes('silent');
	expect(room.news).toEqual([]);
});
