import { covers, sameVersion, type LoroPeerId } from '$lib/note/version.js';
import type { Message } from '$lib/protocol/messages.js';
import { ManualClock } from '../unit/sync/manual-clock.js';
import { Link, type LinkEnd } from '../unit/sync/simulated-link.js';
import { SimulatedPeer } from '../unit/sync/simulated-peer.js';
import { seeded, type Random } from './random.js';

const MIN_PEERS = 2;
const MAX_PEERS = 5;
const MAX_LATENCY_MS = 400;
const MAX_COMMIT_MS = 600;
/** After so long both ends know that their channel is broken. */
const NOTICE_MS = 1_000;
const MAX_PAUSE_MS = 150;
const MAX_BIG_TEXT = 40_000;
/** After so long without an action everything has arrived, been stored and receipted. */
const QUIET_MS = 30_000;

/** Two peers that can reach each other, and the channels between them that have not ended at either side. */
interface Edge {
	readonly a: SimulatedPeer;
	readonly b: SimulatedPeer;
	readonly links: Set<Link>;
}

/** Peers, the channels between them, and all that can go wrong with those; one seed decides everything. */
export class SyncWorld {
	readonly clock = new ManualClock();
	readonly peers: SimulatedPeer[];
	readonly #random: Random;
	readonly #edges: Edge[] = [];
	#lastLoroPeer = 0;
	/** What a check found wrong inside an event, where throwing would only end a channel. */
	#failure: string | undefined;

	constructor(seed: number) {
		const random = seeded(seed);
		this.#random = random;
		const loroPeerId = (): LoroPeerId => `${(this.#lastLoroPeer += 1)}`;
		const commitMs = () => random.int(MAX_COMMIT_MS);
		const count = MIN_PEERS + random.int(MAX_PEERS - MIN_PEERS + 1);
		this.peers = Array.from({ length: count }, () => new SimulatedPeer(this.clock, { commitMs, loroPeerId }));
		this.#drawTopology(random.pick([0, 0.3, 1]));
		this.peers[0]?.note.setTitle('simulated');
	}

	/** Every peer is reached, by one way at least; with probability `density` there is a channel more. */
	#drawTopology(density: number): void {
		for (const [index, a] of this.peers.entries()) {
			if (index === 0) continue;
			const parent = this.#random.int(index);
			for (const [other, b] of this.peers.slice(0, index).entries()) {
				if (other !== parent && !this.#random.chance(density)) continue;
				const edge: Edge = { a, b, links: new Set() };
				this.#edges.push(edge);
				this.#open(edge);
			}
		}
	}

	/** Does something at random and lets a little time pass; throws if that broke what always holds. */
	step(): void {
		const random = this.#random;
		const peer = random.pick(this.peers);
		const edge = random.pick(this.#edges);
		const choice = random.int(100);
		if (choice < 45) this.#edit(peer);
		else if (choice < 50) this.#present(peer);
		else if (choice < 58) this.#toggleBlocked(edge);
		else if (choice < 66) this.#cut(edge);
		else if (choice < 82) this.#join(edge);
		else if (choice < 85) this.#crash(peer);
		this.check();
		this.#pass(random.int(MAX_PAUSE_MS));
	}

	/** What holds at every moment. */
	check(): void {
		if (this.#failure !== undefined) throw new Error(this.#failure);
		for (const peer of this.peers) {
			const inSync = peer.synchroniser.peers.filter((view) => view.inSync);
			if (inSync.length === 0) continue;
			const version = peer.note.version();
			if (!covers(peer.store.committed, version)) throw new Error('in sync with what is not stored here');
			for (const { session } of inSync) {
				const other = this.peers.find((candidate) => candidate.session === session);
				if (other !== undefined && !covers(other.store.committed, version)) {
					throw new Error('in sync with what is not stored there');
				}
			}
		}
	}

	/** Lets everything become connected and quiet; throws unless all are equal then, and all know it. */
	settle(): void {
		for (const { links } of this.#edges) {
			for (const { a, b } of links) a.blocked = b.blocked = false;
		}
		this.#pass(NOTICE_MS);
		for (const edge of this.#edges) {
			if (edge.links.size > 0) continue;
			this.#open(edge);
			if (this.#random.chance(0.3)) this.#open(edge);
		}
		this.#pass(QUIET_MS);
		const [first, ...others] = this.peers;
		for (const other of others) {
			if (first === undefined || other.text !== first.text) throw new Error('texts differ');
			if (!sameVersion(other.note.version(), first.note.version())) throw new Error('versions differ');
		}
		for (const peer of this.peers) {
			if (peer.note.title !== 'simulated' && peer.note.title !== '') throw new Error('title lost');
			const degree = this.#edges.filter(({ a, b }) => a === peer || b === peer).length;
			if (!peer.inSyncWith(degree)) throw new Error('not all in sync');
			const bad = peer.dropped.find((reason) => reason !== 'redundant');
			if (bad !== undefined) throw new Error(`an honest peer was dropped: ${bad}`);
		}
	}

	#pass(ms: number): void {
		const until = this.clock.now() + ms;
		while (this.clock.step(until)) this.check();
	}

	/** Frees the notes. */
	close(): void {
		for (const peer of this.peers) peer.close();
	}

	#edit(peer: SimulatedPeer): void {
		const { body, doc } = peer.note;
		const random = this.#random;
		if (body.length > 0 && random.chance(0.3)) {
			const at = random.int(body.length);
			body.delete(at, 1 + random.int(Math.min(5, body.length - at)));
			doc.commit();
		} else if (random.chance(0.03)) peer.type(random.word().repeat(random.int(MAX_BIG_TEXT / 8)));
		else peer.type(random.word(), random.int(body.length + 1));
	}

	#present(peer: SimulatedPeer): void {
		const colour = this.#random.int(8);
		const name = this.#random.word();
		peer.synchroniser.setPresence({ type: 'presence', person: name, name, colour, caret: undefined });
	}

	#toggleBlocked({ links }: Edge): void {
		for (const { a, b } of links) (this.#random.chance(0.5) ? a : b).blocked = this.#random.chance(0.5);
	}

	/** The page is killed: its channels break, and it starts again from what its store holds. */
	#crash(peer: SimulatedPeer): void {
		for (const edge of this.#edges) if (edge.a === peer || edge.b === peer) this.#cut(edge);
		peer.crash();
	}

	/** The channels break at once, and each end notices some time later. */
	#cut({ links }: Edge): void {
		for (const link of links) {
			link.sever();
			for (const end of [link.a, link.b]) this.clock.after(this.#random.int(NOTICE_MS), () => end.close());
		}
		links.clear();
	}

	/** Opens a channel where there is none; beside one that is there already, now and then. */
	#join(edge: Edge): void {
		if (edge.links.size === 0 || this.#random.chance(0.1)) this.#open(edge);
	}

	/** Opens a channel, which each end takes up at a time of its own. */
	#open(edge: Edge): void {
		const random = this.#random;
		const latency = random.int(MAX_LATENCY_MS);
		const link = new Link(this.clock, {
			delay: () => random.int(latency),
			capacity: random.pick([1, 2, Infinity]),
			inspect: (message, end) => this.#inspect(message, end === 'a' ? edge.a : edge.b)
		});
		edge.links.add(link);
		this.#takeUp(edge.a, link.a, () => edge.links.delete(link));
		this.#takeUp(edge.b, link.b, () => edge.links.delete(link));
	}

	#takeUp(peer: SimulatedPeer, end: LinkEnd, onClose: () => void): void {
		let open = true;
		end.onClose(() => {
			open = false;
			onClose();
		});
		this.clock.after(this.#random.int(MAX_LATENCY_MS), () => {
			if (open) peer.connections.add(end);
		});
	}

	/** No word on what is stored precedes the commit. */
	#inspect(message: Message, sender: SimulatedPeer): void {
		if (message.type !== 'receipt' && message.type !== 'version') return;
		if (!covers(sender.store.committed, message.stored)) this.#failure = 'a receipt preceded its commit';
	}
}
