import { NotePoisonedError } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { EMPTY_VERSION, type Version } from '$lib/note/version.js';
import { FrameAssembler, FrameCutter } from '$lib/protocol/frames.js';
import { DIGEST_BYTES, NONCE_BYTES, PROTOCOL_VERSION } from '$lib/protocol/limits.js';
import { decodeMessage, encodeMessage } from '$lib/protocol/message-codec.js';
import type { Message } from '$lib/protocol/messages.js';
import { versionDigest } from '$lib/protocol/version-codec.js';
import { MemoryChannel } from '$lib/transport/memory-channel.js';
import { nextSession } from '../unit/sync/simulated-peer.js';
import { claimed } from '../unit/sync/trusting-admission.js';
import { mutatedBlob, mutatedBytes, mutatedVersion } from './mutations.js';
import type { Random } from './random.js';

const NOTE_ID = 'note';
const MAX_HEARD = 400;
const NONCE = new Uint8Array(NONCE_BYTES);
const LONG_WORD = 400;
const FIRST_LORO_PEER = 1_000_000;

/** The offset, or the one before it where that lies within a character of two UTF-16 units. */
export function characterStart(text: string, offset: number): number {
	const at = Math.min(offset, text.length);
	return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
}

/** What a message was made from, and what to put on the channel. */
export interface HostileMessage {
	readonly kind: string;
	readonly frames: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Speaks to one device and means no good. It hears everything that an honest peer hears, writes to a note of its own
 * as well, and says all of that in mutated ways. Its channel delivers at once, so that what a message did is known
 * when it has been sent. It never takes the session of another, which no peer can prove to be its own yet.
 */
export class HostilePeer {
	/** Whether it tells false digests, and sends histories on top: with these it may replace histories. */
	readonly #mayLie: boolean;
	/** Whether what it writes is what a note consists of, before it is mutated. */
	readonly #isTidy: boolean;
	readonly #heard: Message[] = [];
	#writer = Note.empty();
	#versions: Version[] = [EMPTY_VERSION];
	#channel: MemoryChannel | undefined;
	#cutter = new FrameCutter();
	#session = '';
	/** Whether it has told a false digest. */
	hasLied = false;
	#isClosed = false;
	#writers = 0;

	constructor(
		private readonly random: Random,
		mayLie: boolean,
		private readonly accept: (channel: MemoryChannel) => void,
		/** The device's note, which it knows as well as any peer that is in sync. */
		private readonly victim: () => Note
	) {
		this.#mayLie = mayLie;
		this.#isTidy = random.chance(0.8);
		this.#newWriter();
	}

	get session(): string {
		return this.#session;
	}

	/** Takes note of what somebody honest said. */
	overhear(message: Message): void {
		if (this.#isClosed) return;
		if (this.#heard.length < MAX_HEARD) this.#heard.push(message);
		else this.#heard[this.random.int(MAX_HEARD)] = message;
		if (message.type !== 'update') return;
		try {
			this.#writer.import(message.bytes);
			this.#versions.push(this.#writer.version());
		} catch (failure) {
			// What it said itself may have made its own note useless.
			if (!(failure instanceof NotePoisonedError)) throw failure;
			this.#newWriter();
		}
	}

	/** Connects if it was dropped, greets and opens the note. */
	connect(): void {
		if (this.#channel?.writable === true) return;
		const [ours, theirs] = MemoryChannel.pair((delivery) => delivery());
		this.#channel = ours;
		this.#cutter = new FrameCutter();
		this.#session = nextSession();
		const assembler = new FrameAssembler();
		ours.onMessage((frame) => {
			const bytes = assembler.push(frame);
			if (bytes !== undefined) this.overhear(decodeMessage(bytes, PROTOCOL_VERSION).message);
		});
		this.accept(theirs);
		// Now and then it does not greet, or does not open the note, first.
		if (!this.random.chance(0.98)) return;
		const { session } = this;
		const nonce = NONCE;
		this.send(
			this.#framed({ type: 'hello', protocolVersion: PROTOCOL_VERSION, session, nonce, heard: true })
		);
		if (!this.random.chance(0.98)) return;
		this.send(this.#framed({ type: 'proof', proof: claimed('writer') }));
		if (!this.random.chance(0.98)) return;
		this.send(this.#framed({ type: 'open', noteId: NOTE_ID }));
		if (this.random.chance(0.8)) {
			const version = this.#writer.version();
			this.send(this.#framed({ type: 'version', version, stored: version, updatesHeard: 0, answer: true }));
		}
	}

	send(frames: readonly Uint8Array<ArrayBuffer>[]): void {
		for (const frame of frames) if (this.#channel?.writable === true) this.#channel.send(frame);
	}

	/** The next message. */
	next(): HostileMessage {
		const { random } = this;
		const choice = random.int(100);
		if (choice < 45) return this.#update();
		if (choice < 48 && this.#mayLie) return this.#lie();
		const message = this.#pickHeard();
		if (choice < 60) return { kind: `altered ${message.type}`, frames: this.#framed(this.#altered(message)) };
		const bytes = encodeMessage({ note: 0, message });
		const other = encodeMessage({ note: 0, message: this.#pickHeard() });
		if (choice < 95) {
			const mutated = mutatedBytes(random, bytes, other).slice();
			return { kind: `bytes of ${message.type}`, frames: this.#cut(mutated, message.type === 'hello') };
		}
		const frames = this.#cut(bytes, message.type === 'hello');
		const at = random.int(frames.length);
		frames[at] = mutatedBytes(random, frames[at] ?? bytes, other).slice();
		return { kind: `frame of ${message.type}`, frames };
	}

	close(): void {
		this.#isClosed = true;
		this.#channel?.close();
		this.#writer.close();
	}

	/** Each has a Loro peer of its own: a hostile peer that is two to different others is for digests to find. */
	#newWriter(): void {
		this.#writers += 1;
		this.#writer = Note.empty();
		this.#writer.doc.setPeerId(`${FIRST_LORO_PEER + this.#writers}`);
		this.#writer.doc.configDefaultTextStyle({ expand: 'after' });
		this.#versions = [EMPTY_VERSION];
	}

	/** An update or history, most often with a mutated body. */
	#update(): HostileMessage {
		const { random } = this;
		const [blob, kind] = this.#blob();
		const isWhole = random.chance(0.05);
		const body = isWhole ? blob : mutatedBlob(random, blob, this.#blob()[0]);
		const isHistory = random.chance(0.05);
		const message: Message = isHistory
			? { type: 'history', snapshot: body }
			: { type: 'update', bytes: body };
		return {
			kind: `${isWhole ? 'whole' : 'repaired'} ${kind} as ${message.type}`,
			frames: this.#framed(message)
		};
	}

	#blob(): [Uint8Array, string] {
		const { random } = this;
		const choice = random.int(10);
		if (choice < 3) {
			const updates = this.#heard.flatMap((message) => (message.type === 'update' ? [message.bytes] : []));
			if (updates.length > 0) return [random.pick(updates), 'recorded update'];
		}
		if (choice < 4) return [this.#writer.exportSnapshot(), 'snapshot'];
		this.#write();
		// Mostly just what the device lacks, so that it has nothing to wait for.
		const aimed = random.chance(0.7) ? this.victim().version() : undefined;
		const from = aimed ?? (random.chance(0.5) ? this.#versions.at(-1) : random.pick(this.#versions));
		const update = this.#writer.exportFrom(from ?? EMPTY_VERSION);
		this.#versions.push(this.#writer.version());
		return [update, 'own update'];
	}

	/** What a note consists of; in some worlds something in every kind of container that Loro has as well. */
	#write(): void {
		const { random } = this;
		const { doc, body } = this.#writer;
		const text = body.toString();
		const at = characterStart(text, random.int(text.length + 1));
		const length = characterStart(text, at + random.int(6)) - at;
		const choice = random.int(10);
		if (choice < 4) body.insert(at, random.word('abc\r\n😀é'));
		else if (choice < 6 && length > 0) body.delete(at, length);
		else if (choice < 7 && length > 0 && !this.#isTidy)
			body.mark({ start: at, end: at + length }, random.word(), random.int(3));
		else this.#writeElsewhere();
		if (random.chance(0.02)) body.insert(0, 'x'.repeat(random.int(LONG_WORD)));
		doc.commit({ message: random.chance(0.1) ? random.word() : '' });
	}

	#writeElsewhere(): void {
		const { random } = this;
		const { doc } = this.#writer;
		const choice = random.int(this.#isTidy ? 2 : 7);
		if (choice === 0)
			doc.getMap('meta').set(random.pick(['title', 'kind', 'new']), random.pick(['t', 1, null]));
		else if (choice === 1)
			doc.getMap('authors').set(random.word(), { person: random.word(), name: random.word() });
		else if (choice === 5) doc.getList('list').push(random.word());
		else if (choice === 2) {
			const list = doc.getMovableList('moved');
			list.push(random.int(9));
			list.move(random.int(list.length), random.int(list.length));
		} else if (choice === 3) {
			const tree = doc.getTree('tree');
			const node = tree.createNode();
			const others = tree.getNodes({ withDeleted: false });
			const parent = random.pick(others);
			if (parent.id !== node.id) node.move(parent);
		} else if (choice === 4) doc.getCounter('count').increment(random.int(9));
		else doc.getMap('other').set(random.word(), random.int(9));
	}

	/** Says that the same version looks otherwise; a history that comes then is looked at. */
	#lie(): HostileMessage {
		const { random } = this;
		const note = this.victim();
		this.hasLied = true;
		const version = note.version();
		const content = Uint8Array.from({ length: DIGEST_BYTES }, () => random.int(256));
		const snapshot = random.chance(0.5) ? note.exportSnapshot() : this.#forgedHistory(note);
		const history = random.chance(0.5) ? snapshot : mutatedBlob(random, snapshot, snapshot);
		const messages: Message[] = [
			{ type: 'version', version, stored: version, updatesHeard: 0, answer: false },
			{ type: 'digest', version: versionDigest(version), content },
			{ type: 'history', snapshot: history }
		];
		return { kind: 'false digest', frames: messages.flatMap((message) => this.#framed(message)) };
	}

	/** A beginning of the note's history, and another end to it under its Loro peers, as long as the true one or not. */
	#forgedHistory(note: Note): Uint8Array {
		const { random } = this;
		const forged = Note.empty();
		forged.import(note.exportPart(EMPTY_VERSION, 1 + random.int(note.doc.opCount())).bytes);
		const version = note.version();
		const isWhole = random.chance(0.7);
		for (const loroPeer of isWhole ? version.keys() : [random.pick([...version.keys()])]) {
			const lacking = (version.get(loroPeer) ?? 0) - (forged.version().get(loroPeer) ?? 0);
			forged.doc.setPeerId(loroPeer);
			const text = forged.body.toString();
			const at = characterStart(text, random.int(text.length + 1));
			if (lacking > 0 || !isWhole) forged.body.insert(at, 'f'.repeat(Math.max(1, lacking)));
			forged.doc.commit();
		}
		const snapshot = forged.exportSnapshot();
		forged.close();
		return snapshot;
	}

	/** A message of somebody, but for the session of another. */
	#pickHeard(): Message {
		const heard = this.random.pick(this.#heard);
		return heard.type === 'hello' ? { ...heard, session: this.#session, nonce: NONCE } : heard;
	}

	/** A message that is well formed and says something else. */
	#altered(message: Message): Message {
		const { random } = this;
		switch (message.type) {
			case 'version':
				return {
					...message,
					version: mutatedVersion(random, message.version),
					stored: mutatedVersion(random, message.stored),
					updatesHeard: random.int(4),
					answer: random.chance(0.5)
				};
			case 'receipt':
				return { ...message, stored: mutatedVersion(random, message.stored) };
			case 'presence': {
				const caret = message.caret ?? { anchor: new Uint8Array(3), head: new Uint8Array(3) };
				const anchor = mutatedBytes(random, caret.anchor, caret.head).subarray(0, 128);
				return { ...message, person: random.word(), colour: random.int(256), caret: { ...caret, anchor } };
			}
			case 'neighbours':
				return { ...message, sessions: [...message.sessions, ...message.sessions, this.#session] };
			case 'digest':
				return { ...message, version: message.content };
			case 'open':
				return { ...message, noteId: random.pick([NOTE_ID, NOTE_ID, random.word()]) };
			case 'hello':
				return { ...message, session: this.#session, heard: random.chance(0.5) };
			case 'moved':
				return { ...message, invite: random.pick([undefined, random.word()]) };
			case 'alive':
			case 'proof':
			case 'update':
			case 'history':
				return message;
		}
	}

	#framed(message: Message): Uint8Array<ArrayBuffer>[] {
		return this.#cut(encodeMessage({ note: 0, message }), message.type === 'hello');
	}

	#cut(bytes: Uint8Array, isGreeting: boolean): Uint8Array<ArrayBuffer>[] {
		return [...(isGreeting ? this.#cutter.greeting(bytes) : this.#cutter.cut(bytes))];
	}
}
