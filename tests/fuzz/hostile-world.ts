import { setImmediate } from 'node:timers/promises';
import { Note } from '$lib/note/note.js';
import { firstDifference } from '$lib/note/operations.js';
import { covers, EMPTY_VERSION, sameVersion, type LoroPeerId } from '$lib/note/version.js';
import { loadNote } from '$lib/storage/load-note.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { NoteLog } from '$lib/storage/note-log.js';
import type { DropReason } from '$lib/sync/connection.js';
import { Connections } from '$lib/sync/connections.js';
import type { Difference } from '$lib/sync/views.js';
import { toHex } from '$lib/util/bytes.js';
import { NoteKeeper } from '$lib/workspace/note-keeper.js';
import { ManualClock } from '../unit/sync/manual-clock.js';
import { Link } from '../unit/sync/simulated-link.js';
import { nextSession } from '../unit/sync/simulated-peer.js';
import { trustingAdmission } from '../unit/sync/trusting-admission.js';
import { characterStart, HostilePeer } from './hostile-peer.js';
import { seeded, type Random } from './random.js';

const NOTE_ID = 'note';
const RECORDED_EDITS = 30;
const MAX_PAUSE_MS = 40;
/** After so long everything has arrived, been stored and compared; histories are sent once a minute. */
const QUIET_MS = 10_000;
const MENDING_MS = 200_000;
/** How many turns of the microtask queue a write takes to be heard of. */
const TURNS = 6;
/** What a message may take of this machine's time, in milliseconds. */
const MAX_MESSAGE_MS = 1_000;

/** Some forged updates, about one in 150,000, keep Loro itself busy for seconds until it traps. */
const MAX_TRAP_MS = 10_000;

/** What a refused message leaves as it was. */
const REFUSALS: ReadonlySet<DropReason> = new Set([
	'protocol',
	'gap',
	'damaged-update',
	'too-large',
	'flood'
]);

/** A page that is what it is in the app: a keeper of a note, with its storage, its connections. */
class Page {
	readonly session = nextSession();
	readonly disk = new MemoryDisk();
	readonly connections: Connections;
	readonly lost: (readonly [session: string, reason: DropReason | undefined])[] = [];
	readonly differences: Difference[] = [];
	keeper!: NoteKeeper;
	/** How often the document died, and how often another took its place. */
	deaths = 0;
	replacements = 0;
	/** How far it wrote under each Loro peer. */
	readonly written = new Map<LoroPeerId, number>();

	private constructor(
		readonly clock: ManualClock,
		private readonly loroPeerId: () => LoroPeerId
	) {
		this.connections = new Connections(this.session, clock, trustingAdmission());
	}

	static async open(clock: ManualClock, loroPeerId: () => LoroPeerId): Promise<Page> {
		const page = new Page(clock, loroPeerId);
		let ended: string | undefined;
		page.connections.onEnded(({ session }) => {
			ended = session;
			page.lost.push([session, undefined]);
		});
		page.connections.onDropped((reason) => {
			if (ended !== undefined) page.lost[page.lost.length - 1] = [ended, reason];
		});
		const keeping = { chunks: new MemoryChunkStore(page.disk), clock };
		page.keeper = await NoteKeeper.open(NOTE_ID, keeping, page.connections);
		page.#use();
		page.keeper.listener = {
			died: () => undefined,
			replaced: () => {
				page.replacements += 1;
				page.#use();
			},
			cannotReopen: (reason) => {
				throw new Error(`cannot reopen: ${reason}`);
			},
			cannotClose: (reason) => {
				throw new Error(`cannot close: ${reason}`);
			},
			differs: (difference) => page.differences.push(difference)
		};
		return page;
	}

	get note(): Note {
		return this.keeper.kept.replica;
	}

	/** How often another history took the place of the note's. */
	get mendings(): number {
		return this.replacements - this.deaths;
	}

	get inSync(): readonly string[] {
		return this.keeper.kept.synchroniser.peers.flatMap(({ session, inSync }) => (inSync ? [session] : []));
	}

	/** The note as another page of this device would load it now. */
	async stored(): Promise<{ note: Note; unread: number }> {
		const log = new NoteLog(new MemoryChunkStore(this.disk), NOTE_ID);
		const { note, unread } = await loadNote(log, () => Note.empty());
		return { note, unread: unread.length };
	}

	/** Known Loro peer ids make a run repeatable. */
	#use(): void {
		this.note.doc.setPeerId(this.loroPeerId());
		this.keeper.kept.synchroniser.onPoisoned(() => (this.deaths += 1));
	}
}

/** What came of the messages, for the one who reads the run. */
export interface HostileTally {
	messages: number;
	imported: number;
	deaths: number;
	/**
	 * In how many worlds the device took over a false history, in how many an honest peer's operations were forged and
	 * that was mended, and in how many that parted honest peers; how many pages hold a history that is ambiguous.
	 */
	lies: number;
	ambiguous: number;
	parted: number;
	mended: number;
	/** How many messages took longer than any should. */
	slow: number;
	slowestMs: number;
	readonly dropped: Map<string, number>;
}

/** A device, two honest peers of it that do not reach each other, and a hostile one. */
export class HostileWorld {
	readonly #clock = new ManualClock();
	readonly #random: Random;
	readonly #device: Page;
	readonly #honest: readonly Page[];
	readonly #hostile: HostilePeer;
	/** A Loro peer of an honest page has other operations somewhere: digests find that, and pages mend it. */
	#forged = false;
	/**
	 * And an honest page found that out, or that the other reads the same history otherwise, by an update that it could not take, which
	 * ended the channel between the two before their digests could be compared (docs/threat-model.md, "Not promised").
	 */
	#parted = false;
	/** Honest pages came to differ although their histories do not: one holds what reads otherwise in another order. */
	#misread = false;
	/**
	 * The device took over a history of the hostile peer, which told a false digest before. Who may write is trusted
	 * with the content: what honest peers wrote need not fit that history, and only what they keep themselves is sure.
	 */
	#lied = false;

	private constructor(
		random: Random,
		pages: readonly Page[],
		clock: ManualClock,
		private readonly tally: HostileTally
	) {
		this.#random = random;
		this.#clock = clock;
		const [device, ...honest] = pages;
		if (device === undefined) throw new Error('no device');
		this.#device = device;
		this.#honest = honest;
		this.#hostile = new HostilePeer(
			random,
			random.chance(0.25),
			(channel) => device.connections.add(channel),
			() => device.note
		);
		for (const page of honest) {
			const link = new Link(clock, { inspect: (message) => this.#hostile.overhear(message) });
			device.connections.add(link.a);
			page.connections.add(link.b);
		}
	}

	static async start(seed: number, tally: HostileTally): Promise<HostileWorld> {
		const random = seeded(seed);
		const clock = new ManualClock();
		let loroPeer = 0;
		const loroPeerId = (): LoroPeerId => `${(loroPeer += 1)}`;
		const pages: Page[] = [];
		for (let page = 0; page < 3; page += 1) pages.push(await Page.open(clock, loroPeerId));
		const world = new HostileWorld(random, pages, clock, tally);
		await world.#converse();
		return world;
	}

	/** One hostile message, and whatever the honest ones do meanwhile. */
	async step(): Promise<void> {
		const random = this.#random;
		if (random.chance(0.15)) this.#edit(random.pick(this.#pages));
		this.#timed('a greeting', () => this.#hostile.connect());
		await this.#pass(0);
		const { kind, frames } = this.#hostile.next();
		const device = this.#device;
		const before = device.note.version();
		const lost = device.lost.length;
		this.#timed(kind, () => this.#hostile.send(frames));
		this.tally.messages += 1;
		const dropped = device.lost[lost];
		const reason = dropped?.[1] ?? 'taken';
		this.tally.dropped.set(reason, (this.tally.dropped.get(reason) ?? 0) + 1);
		if (!device.keeper.isDead) {
			const isUnchanged = sameVersion(device.note.version(), before);
			if (!isUnchanged) this.tally.imported += 1;
			if (dropped?.[1] !== undefined && REFUSALS.has(dropped[1]) && frames.length === 1 && !isUnchanged) {
				throw new Error(`a refused message has changed the note: ${kind}, ${dropped[1]}`);
			}
		}
		await this.#pass(random.int(MAX_PAUSE_MS), kind);
		if (device.keeper.isDead) await this.#revived(kind);
		this.#check(kind);
		if (!this.#forged && !this.#lied && !covers(device.note.version(), before))
			throw new Error(`the note shrank: ${kind}`);
	}

	/** Lets all become quiet; throws unless the honest ones are equal then, know it, and have it on their disks. */
	async settle(): Promise<void> {
		this.#hostile.close();
		await this.#pass(QUIET_MS);
		this.#check('settling');
		if (this.#forged || this.#misread) await this.#pass(MENDING_MS);
		this.#check('settling');
		this.tally.lies += this.#lied ? 1 : 0;
		this.tally.parted += this.#parted ? 1 : 0;
		this.tally.ambiguous += this.#misread ? 1 : 0;
		this.tally.mended += this.#forged && !this.#lied && !this.#parted ? 1 : 0;
		if (!this.#lied && !this.#parted) this.#expectEqual();
		for (const page of this.#pages) {
			if (!covers(page.note.version(), page.written) && !this.#lied)
				throw new Error('something honest was lost');
			await this.#expectStored(page);
		}
	}

	async close(): Promise<void> {
		for (const page of this.#pages) page.connections.close();
		await Promise.all(this.#pages.map((page) => page.keeper.close()));
	}

	get #pages(): readonly Page[] {
		return [this.#device, ...this.#honest];
	}

	/** An honest conversation, which the hostile peer hears. */
	async #converse(): Promise<void> {
		this.#device.note.setTitle('honest');
		for (let edit = 0; edit < RECORDED_EDITS; edit += 1) {
			this.#edit(this.#random.pick(this.#pages));
			await this.#pass(this.#random.int(MAX_PAUSE_MS));
		}
		await this.#pass(QUIET_MS);
		this.#hostile.overhear({ type: 'history', snapshot: this.#device.note.exportSnapshot() });
	}

	#edit(page: Page): void {
		if (page.keeper.isDead) return;
		const random = this.#random;
		const { body, doc, peerId } = page.note;
		const text = body.toString();
		const at = characterStart(text, random.int(text.length + 1));
		const choice = random.int(10);
		if (choice < 2 && at < text.length) body.delete(at, characterStart(text, at + 2) - at);
		else if (choice < 3) {
			const presence = { type: 'presence', person: page.session, name: random.word(), colour: 1 } as const;
			const cursor = body.getCursor(at)?.encode();
			const caret = cursor === undefined ? undefined : { anchor: cursor, head: cursor };
			page.keeper.kept.synchroniser.setPresence({ ...presence, caret });
		} else body.insert(at, `${random.word()}${random.pick([' ', '\n', '😀'])}`);
		doc.commit();
		page.written.set(peerId, page.note.version().get(peerId) ?? 0);
	}

	/** What holds at every moment. */
	#check(kind: string): void {
		this.#lied ||= this.#device.mendings > 0 && this.#hostile.hasLied;
		if (this.#lied) return;
		const honest = this.#honest.map(({ session }) => session);
		this.#parted ||= this.#isPartedByForgery();
		if (this.#parted) return;
		const lost = this.#device.lost.find(([session]) => honest.includes(session));
		if (lost !== undefined) throw new Error(`the device dropped an honest peer: ${lost[1]}; ${kind}`);
		for (const page of this.#honest) {
			if (page.lost.length > 0)
				throw new Error(`an honest peer lost the device: ${page.lost[0]?.[1]}; ${kind}`);
			if (page.deaths > 0) throw new Error(`an honest peer's document died: ${kind}`);
		}
		for (const page of this.#pages) {
			const differing = page.differences.splice(0);
			if (differing.every(({ session }) => session === this.#hostile.session)) continue;
			this.#forged ||= this.#isForged();
			// Histories that agree were read in two ways: both were built anew from them by now, or will be.
			this.#misread ||= !this.#forged;
		}
	}

	#isPartedByForgery(): boolean {
		const honest = this.#pages.map(({ session }) => session);
		const damaged = this.#pages
			.flatMap((page) => page.lost)
			.flatMap(([session, reason]) => (reason === 'damaged-update' ? [session] : []));
		if (damaged.length > 0 && this.#isForged()) return true;
		return (
			damaged.some((session) => honest.includes(session)) &&
			this.#pages.some((page) => this.#isAmbiguous(page))
		);
	}

	/** A page holds what is read otherwise where it comes in another order. */
	#isAmbiguous(page: Page): boolean {
		return this.#digestFromHistory(page) !== toHex(page.note.digest());
	}

	#isForged(): boolean {
		const { note } = this.#device;
		return this.#honest.some((page) => firstDifference(note, page.note) !== undefined);
	}

	/** The document trapped: it is loaded anew, and has all that it had. */
	async #revived(kind: string): Promise<void> {
		this.tally.deaths += 1;
		for (let turn = 0; turn < 20 && this.#device.keeper.isDead; turn += 1) await setImmediate();
		if (this.#device.keeper.isDead) throw new Error(`the document stays dead: ${kind}`);
	}

	/** All have the same note, with all that honest pages wrote in it as they wrote it, and know that. */
	#expectEqual(): void {
		const { note, session } = this.#device;
		const digest = toHex(note.digest());
		for (const page of this.#honest) {
			if (!sameVersion(page.note.version(), note.version())) throw new Error('versions differ');
			if (toHex(page.note.digest()) !== digest) throw new Error('contents differ');
			const difference = firstDifference(note, page.note);
			if (difference !== undefined) throw new Error(`histories differ: ${JSON.stringify(difference)}`);
			if (!page.inSync.includes(session)) throw new Error('an honest peer is not in sync');
			if (!this.#device.inSync.includes(page.session)) throw new Error('the device is not in sync');
		}
	}

	async #expectStored(page: Page): Promise<void> {
		const { note, unread } = await page.stored();
		// A page that took over a false history may have chunks of both.
		if (this.#lied) return;
		if (unread > 0) throw new Error('something that was stored cannot be read');
		if (!sameVersion(note.version(), page.note.version()))
			throw new Error('the stored note has another version');
		const digest = toHex(page.note.digest());
		if (toHex(note.digest()) !== digest) {
			// Whoever meets another then finds that out by digests, and builds the note anew from its history.
			if (this.#digestFromHistory(page) === digest) throw new Error('the stored note is another');
			this.tally.ambiguous += 1;
		}
		note.close();
	}

	/** A forged operation may read otherwise where it comes in another order: then the history itself is ambiguous. */
	#digestFromHistory(page: Page): string {
		const rebuilt = Note.empty();
		rebuilt.import(page.note.exportFrom(EMPTY_VERSION));
		const digest = toHex(rebuilt.digest());
		rebuilt.close();
		return digest;
	}

	async #pass(ms: number, kind = 'a pause'): Promise<void> {
		const until = this.#clock.now() + ms;
		do {
			for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
		} while (this.#timed(kind, () => this.#clock.step(until)));
		this.#clock.advance(Math.max(0, until - this.#clock.now()));
	}

	/** Of a machine that is busy with something else too, only the time that this process used counts. */
	#timed<Result>(kind: string, task: () => Result): Result {
		const cpu = process.cpuUsage();
		const begun = performance.now();
		const result = task();
		const wallMs = performance.now() - begun;
		this.tally.slowestMs = Math.max(this.tally.slowestMs, wallMs);
		if (wallMs > MAX_MESSAGE_MS) {
			const { user, system } = process.cpuUsage(cpu);
			const cpuMs = (user + system) / 1_000;
			if (cpuMs > MAX_TRAP_MS) throw new Error(`${kind} took ${Math.round(cpuMs)} ms`);
			if (cpuMs > MAX_MESSAGE_MS) this.tally.slow += 1;
		}
		return result;
	}
}
