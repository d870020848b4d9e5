import { Note } from '$lib/note/note.js';
import type { LoroPeerId } from '$lib/note/version.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { Connections } from '$lib/sync/connections.js';
import { MemoryChannel } from '$lib/transport/memory-channel.js';
import { KeptReplica } from '$lib/workspace/kept-replica.js';
import { ManualClock } from '../sync/manual-clock.js';
import { nextSession } from '../sync/simulated-peer.js';
import { trustingAdmission } from '../sync/trusting-admission.js';

const NOTE_ID = 'note';

/** How many turns of the microtask queue a write takes to be heard of. */
const TURNS = 12;

/** By then two pages that were connected have nothing to say any more but that they are there. */
const CONNECTED_WITHIN_MS = 30_000;

/** What was counted at one page since the last reset. */
export class Counts {
	/** Messages that it sent, and their bytes: what a data channel is given, without what WebRTC adds. */
	messages = 0;
	bytes = 0;
	/** Chunks that it wrote, and their bytes. Each is one transaction. */
	writes = 0;
	bytesWritten = 0;
	/** Calls that make Loro encode or decode operations. */
	exports = 0;
	imports = 0;
}

class MeteredStore extends MemoryChunkStore {
	readonly #underWay = new Set<Promise<unknown>>();

	constructor(
		disk: MemoryDisk,
		private readonly counts: () => Counts
	) {
		super(disk);
	}

	override append(...args: Parameters<MemoryChunkStore['append']>): ReturnType<MemoryChunkStore['append']> {
		this.counts().writes += 1;
		this.counts().bytesWritten += args[2].length;
		const appended = super.append(...args);
		this.#underWay.add(appended);
		const settled = () => this.#underWay.delete(appended);
		appended.then(settled, settled);
		return appended;
	}

	/** Settles when nothing is being written. A large chunk is hashed by WebCrypto, which no turn of the queue and no clock waits for. */
	async written(): Promise<void> {
		while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
	}
}

/** A page with the real note, storage and synchroniser, in memory and by a clock of its own, whose work is counted. */
export class MeteredPage {
	counts = new Counts();

	private constructor(
		readonly kept: KeptReplica<Note>,
		readonly connections: Connections,
		private readonly disk: MemoryDisk,
		private readonly store: MeteredStore
	) {}

	static async open(clock: ManualClock, loroPeerId: LoroPeerId, typed: Uint8Array): Promise<MeteredPage> {
		const opened: { page?: MeteredPage } = {};
		const none = new Counts();
		const counts = () => opened.page?.counts ?? none;
		const makeEmpty = () => {
			const note = Note.empty();
			note.doc.setPeerId(loroPeerId);
			meterCalls(note, counts);
			return note;
		};
		const connections = new Connections(nextSession(), clock, trustingAdmission());
		const disk = new MemoryDisk();
		const store = new MeteredStore(disk, counts);
		const keeping = { chunks: store, clock };
		const kept = await KeptReplica.open(NOTE_ID, makeEmpty, keeping, connections, [typed]);
		opened.page = new MeteredPage(kept, connections, disk, store);
		return opened.page;
	}

	get text(): string {
		return this.kept.replica.body.toString();
	}

	get storedChunks(): number {
		return [...this.disk.chunks].length;
	}

	/** The bytes of all chunks that are stored now. */
	get storedBytes(): number {
		return [...this.disk.chunks].reduce((sum, { bytes }) => sum + bytes.length, 0);
	}

	/** One key, as the editor puts it into the note. */
	key(text: string, at = this.kept.replica.body.length): void {
		this.splice(at, 0, text);
	}

	splice(from: number, deleted: number, insert: string): void {
		const { body, doc } = this.kept.replica;
		if (deleted > 0) body.delete(from, deleted);
		if (insert !== '') body.insert(from, insert);
		doc.commit();
	}

	/** Settles when nothing is being written to the disk. */
	async written(): Promise<void> {
		await this.store.written();
	}

	meter(channel: MemoryChannel): void {
		const send = channel.send.bind(channel);
		channel.send = (message) => {
			this.counts.messages += 1;
			this.counts.bytes += message.length;
			send(message);
		};
	}

	close(): void {
		this.kept.abandon();
		this.connections.close();
		this.kept.replica.close();
	}
}

function meterCalls({ doc }: Note, counts: () => Counts): void {
	const exportPart = doc.export.bind(doc);
	doc.export = (mode) => {
		counts().exports += 1;
		return exportPart(mode);
	};
	const importPart = doc.import.bind(doc);
	doc.import = (bytes) => {
		counts().imports += 1;
		return importPart(bytes);
	};
}

/** Two pages, connected by a channel without delay. */
export class MeteredPair {
	private constructor(
		readonly clock: ManualClock,
		readonly a: MeteredPage,
		readonly b: MeteredPage
	) {}

	/** Both have the note `typed` already, connected, and quiet. */
	static async start(typed: Uint8Array): Promise<MeteredPair> {
		const pair = await MeteredPair.apart(typed);
		pair.connect();
		await pair.pass(CONNECTED_WITHIN_MS);
		pair.a.counts = new Counts();
		pair.b.counts = new Counts();
		return pair;
	}

	/** Both have the note `typed` already, and are not connected. */
	static async apart(typed: Uint8Array): Promise<MeteredPair> {
		const clock = new ManualClock();
		const a = await MeteredPage.open(clock, '1', typed);
		const b = await MeteredPage.open(clock, '2', typed);
		return new MeteredPair(clock, a, b);
	}

	connect(): void {
		const [ofA, ofB] = MemoryChannel.pair();
		this.a.meter(ofA);
		this.b.meter(ofB);
		this.a.connections.add(ofA);
		this.b.connections.add(ofB);
	}

	/** Lets time pass, and everything that falls due meanwhile be done. */
	async pass(ms: number): Promise<void> {
		const until = this.clock.now() + ms;
		do {
			for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
			for (const page of [this.a, this.b]) await page.written();
		} while (this.clock.step(until));
		this.clock.sleep(until - this.clock.now());
	}

	close(): void {
		this.a.close();
		this.b.close();
	}
}
