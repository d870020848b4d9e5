import { Note } from '$lib/note/note.js';
import { covers, type LoroPeerId } from '$lib/note/version.js';
import type { DropReason } from '$lib/sync/connection.js';
import { Connections } from '$lib/sync/connections.js';
import { KeptReplica } from '$lib/workspace/kept-replica.js';
import type { ManualClock } from '../unit/sync/manual-clock.js';
import { nextSession } from '../unit/sync/simulated-peer.js';
import { trustingAdmission } from '../unit/sync/trusting-admission.js';
import type { Random } from './random.js';
import { SimulatedDisk } from './simulated-disk.js';

const NOTE_ID = 'note';

/** A page with the real note, storage and synchroniser, on a disk and a clock that are not. */
export class SimulatedDevice {
	readonly disk: SimulatedDisk;
	readonly dropped: DropReason[] = [];
	differences = 0;
	/** Its document is dead, as after a trap, and no other has taken its place yet. */
	isDead = false;
	connections!: Connections;
	kept!: KeptReplica<Note>;
	#session = '';

	private constructor(
		readonly clock: ManualClock,
		random: Random,
		private readonly loroPeerId: () => LoroPeerId
	) {
		this.disk = new SimulatedDisk(clock, random);
	}

	static async start(
		clock: ManualClock,
		random: Random,
		loroPeerId: () => LoroPeerId
	): Promise<SimulatedDevice> {
		const device = new SimulatedDevice(clock, random, loroPeerId);
		await device.#start();
		return device;
	}

	get session(): string {
		return this.#session;
	}

	get note(): Note {
		return this.kept.replica;
	}

	get text(): string {
		return this.note.body.toString();
	}

	/** Whether all who were admitted are in sync, and they are so many pages, each on one channel or more. */
	inSyncWith(count: number): boolean {
		const { peers } = this.kept.synchroniser;
		const pages = new Set(peers.map(({ session }) => session));
		return pages.size === count && peers.every(({ inSync }) => inSync);
	}

	type(text: string, at = this.note.body.length): void {
		this.note.body.insert(at, text);
		this.note.doc.commit();
	}

	/** Ends as a killed browser does, and starts again from what is on the disk. What was called stored must be there. */
	async crash(): Promise<void> {
		const { storedVersion } = this.kept.saver;
		this.disk.crash();
		this.#end();
		await this.#start();
		if (!covers(this.note.version(), storedVersion)) throw new Error('a stored edit was lost');
	}

	/** Its document dies, as of a trap: it is loaded anew, and gets what was not saved yet. */
	async reopen(): Promise<void> {
		const before = this.note.version();
		const dead = this.kept;
		dead.abandon();
		await this.#open(dead.unsavedUpdates);
		dead.replica.close();
		if (!covers(this.note.version(), before)) throw new Error('an edit was lost with the document');
	}

	close(): void {
		this.disk.crash();
		this.#end();
	}

	async #start(): Promise<void> {
		this.#session = nextSession();
		this.connections = new Connections(this.#session, this.clock, trustingAdmission());
		this.connections.onDropped((reason) => this.dropped.push(reason));
		await this.#open([]);
	}

	async #open(unsavedUpdates: readonly Uint8Array[]): Promise<void> {
		const makeEmpty = () => {
			const note = Note.empty();
			note.doc.setPeerId(this.loroPeerId());
			return note;
		};
		const keeping = { chunks: this.disk.store(), clock: this.clock };
		this.isDead = false;
		this.kept = await KeptReplica.open(NOTE_ID, makeEmpty, keeping, this.connections, unsavedUpdates);
		this.kept.synchroniser.onDifference(() => (this.differences += 1));
		this.kept.synchroniser.onPoisoned(() => (this.isDead = true));
		this.kept.saver.onPoisoned(() => (this.isDead = true));
	}

	#end(): void {
		this.kept.abandon();
		this.connections.close();
		this.note.close();
	}
}
