import { covers, sameVersion, type LoroPeerId } from '$lib/note/version.js';
import type { Message } from '$lib/protocol/messages.js';
import type { DropReason } from '$lib/sync/connection.js';
import { ManualClock } from '../unit/sync/manual-clock.js';
import { Link, type Fault, type LinkEnd } from '../unit/sync/simulated-link.js';
import { seeded, type Random } from './random.js';
import { SimulatedDevice } from './simulated-device.js';

const MIN_PEERS = 2;
const MAX_PEERS = 5;
const MAX_LATENCY_MS = 400;
/** After so long both ends know that their channel is broken. */
const NOTICE_MS = 1_000;
const MAX_PAUSE_MS = 150;
const MAX_BIG_TEXT = 40_000;
const MAX_UPDATE_BYTES = 512 * 1024;
/** After so long without an action everything has arrived, been stored and receipted. */
const QUIET_MS = 30_000;
/** How many turns of the microtask queue a write takes to be heard of. */
const TURNS = 12;
const FAULTS: readonly Fault[] = ['drop', 'duplicate', 'swap', 'truncate'];
/** Of a channel that is no good, every so many frames one meets a fault. */
const FAULT_RATE = 0.02;

/** Why honest peers may drop each other where channels are no good. */
const EXCUSED: ReadonlySet<DropReason> = new Set([
	'redundant',
	'silent',
	'gap',
	'protocol',
	'damaged-update'
]);

/** Two devices that can reach each other, and the channels between them that have not ended at either side. */
interface Edge {
	readonly a: SimulatedDevice;
	readonly b: SimulatedDevice;
	readonly links: Set<Link>;
}

/** Devices, the channels between them, and all that can go wrong with those; one seed decides everything. */
export class SyncWorld {
	readonly clock = new ManualClock();
	readonly devices: SimulatedDevice[] = [];
	readonly #random: Random;
	readonly #edges: Edge[] = [];
	#faulty: boolean;
	#partitioned = false;
	#lastLoroPeer = 0;
	/** What a check found wrong inside an event, where throwing would only end a channel. */
	#failure: string | undefined;

	private constructor(seed: number) {
		this.#random = seeded(seed);
		this.#faulty = this.#random.chance(0.5);
	}

	static async start(seed: number): Promise<SyncWorld> {
		const world = new SyncWorld(seed);
		const random = world.#random;
		const loroPeerId = (): LoroPeerId => `${(world.#lastLoroPeer += 1)}`;
		const count = MIN_PEERS + random.int(MAX_PEERS - MIN_PEERS + 1);
		for (let index = 0; index < count; index += 1) {
			world.devices.push(await SimulatedDevice.start(world.clock, random, loroPeerId));
		}
		world.#drawTopology(random.pick([0, 0.3, 1]));
		world.devices[0]?.note.setTitle('simulated');
		return world;
	}

	/** Every device is reached, by one way at least; with probability `density` there is a channel more. */
	#drawTopology(density: number): void {
		for (const [index, a] of this.devices.entries()) {
			if (index === 0) continue;
			const parent = this.#random.int(index);
			for (const [other, b] of this.devices.slice(0, index).entries()) {
				if (other !== parent && !this.#random.chance(density)) continue;
				const edge: Edge = { a, b, links: new Set() };
				this.#edges.push(edge);
				this.#open(edge);
			}
		}
	}

	/** Does something at random and lets a little time pass; throws if that broke what always holds. */
	async step(): Promise<void> {
		const random = this.#random;
		const device = random.pick(this.devices);
		const edge = random.pick(this.#edges);
		const choice = random.int(100);
		if (choice < 46) this.#edit(device);
		else if (choice < 50) this.#present(device);
		else if (choice < 57) this.#toggleBlocked(edge);
		else if (choice < 64) this.#cut(edge);
		else if (choice < 67) this.#stall(edge);
		else if (choice < 69) this.#partition();
		else if (choice < 83) this.#join(edge);
		else if (choice < 85) await this.#crash(device);
		else if (choice < 86) await device.reopen();
		else if (choice < 88) this.#wake(device);
		await this.#revive();
		this.check();
		await this.#pass(random.int(MAX_PAUSE_MS));
	}

	/** A document that died is loaded anew at once, as the keeper of a note does it. */
	async #revive(): Promise<void> {
		for (const device of this.devices) if (device.isDead) await device.reopen();
	}

	/** What holds at every moment. */
	check(): void {
		if (this.#failure !== undefined) throw new Error(this.#failure);
		for (const device of this.devices) {
			const inSync = device.kept.synchroniser.peers.filter((view) => view.inSync);
			if (inSync.length === 0) continue;
			const version = device.note.version();
			if (!covers(device.disk.version(), version)) throw new Error('in sync with what is not stored here');
			for (const { session } of inSync) {
				const other = this.devices.find((candidate) => candidate.session === session);
				if (other !== undefined && !covers(other.disk.version(), version)) {
					throw new Error('in sync with what is not stored there');
				}
			}
		}
	}

	/** Lets everything become connected and quiet; throws unless all are equal then, and all know it. */
	async settle(): Promise<void> {
		this.#faulty = this.#partitioned = false;
		// Nobody misses anything on a page out of sight.
		for (const { connections } of this.devices) connections.watching = true;
		for (const { links } of this.#edges) {
			for (const { a, b } of links) a.blocked = b.blocked = false;
		}
		await this.#pass(NOTICE_MS);
		for (const edge of this.#edges) {
			this.#cut(edge);
			this.#open(edge);
			if (this.#random.chance(0.3)) this.#open(edge);
		}
		await this.#pass(QUIET_MS);
		const [first, ...others] = this.devices;
		for (const other of others) {
			if (first === undefined || other.text !== first.text) throw new Error('texts differ');
			if (!sameVersion(other.note.version(), first.note.version())) throw new Error('versions differ');
		}
		for (const device of this.devices) {
			if (device.note.title !== 'simulated' && device.note.title !== '') throw new Error('title lost');
			const degree = this.#edges.filter(({ a, b }) => a === device || b === device).length;
			if (!device.inSyncWith(degree)) throw new Error('not all in sync');
			if (device.differences > 0) throw new Error('equal notes were taken for different');
			const bad = device.dropped.find((reason) => !EXCUSED.has(reason));
			if (bad !== undefined) throw new Error(`an honest peer was dropped: ${bad}`);
		}
	}

	/** Frees the notes. */
	close(): void {
		for (const device of this.devices) device.close();
	}

	async #pass(ms: number): Promise<void> {
		const until = this.clock.now() + ms;
		do {
			this.check();
			await this.#revive();
			const turns = this.devices.some(({ disk }) => disk.isBusy) ? TURNS : 2;
			for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
		} while (this.clock.step(until));
	}

	#edit(device: SimulatedDevice): void {
		const { body, doc } = device.note;
		const random = this.#random;
		if (body.length > 0 && random.chance(0.3)) {
			const at = random.int(body.length);
			body.delete(at, 1 + random.int(Math.min(5, body.length - at)));
			doc.commit();
		} else if (random.chance(0.03)) device.type(random.word().repeat(random.int(MAX_BIG_TEXT / 8)));
		else device.type(random.word(), random.int(body.length + 1));
	}

	#present(device: SimulatedDevice): void {
		const colour = this.#random.int(8);
		const name = this.#random.word();
		device.kept.synchroniser.setPresence({
			type: 'presence',
			person: device.session,
			name,
			colour,
			caret: undefined
		});
	}

	#toggleBlocked({ links }: Edge): void {
		for (const { a, b } of links) (this.#random.chance(0.5) ? a : b).blocked = this.#random.chance(0.5);
	}

	/** The page is killed: its channels break, and it starts again from what its store holds. */
	async #crash(device: SimulatedDevice): Promise<void> {
		for (const edge of this.#edges) if (edge.a === device || edge.b === device) this.#cut(edge);
		await device.crash();
	}

	/** The page is woken, and looks who still answers. */
	#wake({ connections }: SimulatedDevice): void {
		connections.watching = this.#random.chance(0.8);
		connections.probe();
	}

	/** The channels break at once, and each end notices some time later. */
	#cut({ links }: Edge): void {
		for (const link of links) {
			link.sever();
			for (const end of [link.a, link.b]) this.clock.after(this.#random.int(NOTICE_MS), () => end.close());
		}
		links.clear();
	}

	/** The channels carry nothing any more, and nobody is told. */
	#stall({ links }: Edge): void {
		for (const link of links) link.sever();
	}

	/** The devices fall into two halves that do not reach each other, or come together again. */
	#partition(): void {
		this.#partitioned = !this.#partitioned;
		if (!this.#partitioned) return;
		for (const edge of this.#edges) if (this.#isAcross(edge)) this.#cut(edge);
	}

	#isAcross({ a, b }: Edge): boolean {
		const half = this.devices.length / 2;
		return this.devices.indexOf(a) < half !== this.devices.indexOf(b) < half;
	}

	/** Opens a channel where there is none; beside one that is there already, now and then. */
	#join(edge: Edge): void {
		if (this.#partitioned && this.#isAcross(edge)) return;
		if (edge.links.size === 0 || this.#random.chance(0.1)) this.#open(edge);
	}

	/** Opens a channel, which each end takes up at a time of its own. */
	#open(edge: Edge): void {
		const random = this.#random;
		const latency = random.int(MAX_LATENCY_MS);
		const link = new Link(this.clock, {
			delay: () => random.int(latency),
			capacity: random.pick([1, 2, Infinity]),
			inspect: (message, end) => this.#inspect(message, end === 'a' ? edge.a : edge.b),
			fault: () => (this.#faulty && random.chance(FAULT_RATE) ? random.pick(FAULTS) : undefined)
		});
		edge.links.add(link);
		this.#takeUp(edge.a, link.a, () => edge.links.delete(link));
		this.#takeUp(edge.b, link.b, () => edge.links.delete(link));
	}

	#takeUp(device: SimulatedDevice, end: LinkEnd, onClose: () => void): void {
		let open = true;
		end.onClose(() => {
			open = false;
			onClose();
		});
		this.clock.after(this.#random.int(MAX_LATENCY_MS), () => {
			if (open) device.connections.add(end);
		});
	}

	/** No word on what is stored precedes the commit, and no message is large. */
	#inspect(message: Message, sender: SimulatedDevice): void {
		if (message.type === 'update' && message.bytes.length > MAX_UPDATE_BYTES)
			this.#failure = 'a large update';
		if (message.type !== 'receipt' && message.type !== 'version') return;
		if (!covers(sender.disk.version(), message.stored)) this.#failure = 'a receipt preceded its commit';
	}
}
