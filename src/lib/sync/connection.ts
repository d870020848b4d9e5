import type { Role } from '../crypto/channel-proof.js';
import { DecodeError } from '../protocol/codec.js';
import { FrameAssembler, FrameGapError, isPart } from '../protocol/frames.js';
import { PROTOCOL_VERSION } from '../protocol/limits.js';
import { decodeMessage } from '../protocol/message-codec.js';
import type { Envelope, Hello, NoteMessage } from '../protocol/messages.js';
import {
	ChannelClosedError,
	type Channel,
	type ChannelKind,
	type ChannelStats
} from '../transport/channel.js';
import type { CancelTimer, Clock } from '../util/clock.js';
import type { Admission } from './admission.js';
import { FloodGuard, type Act } from './flood-guard.js';
import { Handshake } from './handshake.js';
import { Heartbeat } from './heartbeat.js';
import { SILENT_AFTER_MS, UNMET_SILENT_AFTER_MS } from './limits.js';
import type { NotePort, PortConnection } from './note-port.js';
import { Outbox } from './outbox.js';
import { Ports } from './ports.js';
import type { Pulse } from './pulse.js';

/**
 * Why a peer was dropped. `older`, `newer`: its protocol version, seen from here; `redundant`: the same page is
 * reached in a better way; `silent`: nothing is heard of it; `gap`: the channel lost or mixed up frames; `flood`: it
 * does something far too often; `reopening`: it opens the note anew far too often, maybe by another's fault; `incomplete`: what it says that it has does not come, or is of no use without what
 * does not come; `too-large`: the note would grow beyond what it may; `not-allowed`: it may read only;
 * `stranger`: it has not proven that it may do anything.
 */
export type DropReason =
	| 'protocol'
	| 'damaged-update'
	| 'silent'
	| 'gap'
	| 'older'
	| 'newer'
	| 'poisoned'
	| 'redundant'
	| 'flood'
	| 'reopening'
	| 'incomplete'
	| 'too-large'
	| 'not-allowed'
	| 'stranger';

/** The channel and not the page may be at fault: another way to it is looked for. */
const WORTH_ANOTHER_CHANNEL: ReadonlySet<DropReason> = new Set(['silent', 'gap', 'incomplete', 'reopening']);

/** What a connection tells. */
export interface ConnectionListener {
	/** The page at the other end is known, and may do something here. The connection may be dropped right then. */
	admitted(connection: Connection): void;
	/** It has ended; without a reason, the channel did by itself. */
	ended(connection: Connection, reason: DropReason | undefined): void;
	/** It is silent now, or was heard again. */
	silenceChanged(connection: Connection): void;
}

/**
 * One channel to one page: shakes hands with it, notices when it goes silent, and takes turns between the notes that the channel
 * carries. Whatever goes wrong ends this connection and nothing else.
 */
export class Connection implements PortConnection {
	readonly #floodGuard: FloodGuard;
	readonly #handshake: Handshake;
	readonly #outbox: Outbox;
	readonly #assembler = new FrameAssembler();
	readonly #heartbeat: Heartbeat;
	readonly #ports: Ports;
	#aliveDue: { answer: boolean } | undefined;
	#evaluating = false;
	#ended = false;
	#updateFrames = 0;
	#admittedAt: number | undefined;
	/** There while nothing is heard of a peer that nobody would meet anew. */
	#cancelSilence: CancelTimer | undefined;

	constructor(
		/** Names the connection on this page alone: unlike a session, nobody can claim it. */
		readonly id: string,
		private readonly channel: Channel,
		ownSession: string,
		private readonly clock: Clock,
		admission: Admission,
		/** Of the page: it beats for all its connections. */
		pulse: Pulse,
		private readonly listener: ConnectionListener
	) {
		this.#outbox = new Outbox(channel);
		this.#ports = new Ports(this, clock);
		this.#floodGuard = new FloodGuard(clock);
		this.#handshake = new Handshake(channel, ownSession, admission, clock, {
			due: () => this.evaluate(),
			// The tabs of a browser know of each other's end by their locks, and sleep without being gone.
			heard: () => {
				if (channel.kind === 'network') this.#heartbeat.start();
			},
			admitted: () => {
				this.#admittedAt = clock.now();
				this.listener.admitted(this);
				this.evaluate();
			},
			failed: (reason) => this.drop(reason)
		});
		this.#heartbeat = new Heartbeat(clock, pulse, {
			beat: (answer) => {
				this.#aliveDue = { answer: answer || this.#aliveDue?.answer === true };
				this.evaluate();
			},
			silent: () => this.#missed()
		});
	}

	/** Begins to listen and to shake hands. */
	start(): void {
		this.channel.onMessage((frame) => this.#guard(() => this.#receive(frame)));
		this.channel.onWritable(() => this.evaluate());
		this.channel.onClose(() => this.#end(undefined));
		this.#handshake.start();
	}

	/** Whether the page at the other end is known, and may do something here. */
	get isAdmitted(): boolean {
		return this.#handshake.role !== undefined;
	}

	/** The page at the other end; empty until it is known. */
	get session(): string {
		return this.#handshake.session ?? '';
	}

	/** What it may do: nothing but read, until it is admitted. */
	get role(): Role {
		return this.#handshake.role ?? 'viewer';
	}

	/** For how long it has been so, in milliseconds; 0 until it is admitted. */
	get admittedForMs(): number {
		return this.#admittedAt === undefined ? 0 : this.clock.now() - this.#admittedAt;
	}

	/** How its channel goes, if that is one of the network. Never rejects. */
	stats(): Promise<ChannelStats | undefined> {
		return this.channel.stats();
	}

	get kind(): ChannelKind {
		return this.channel.kind;
	}

	/** Whether this is the channel that the connection is made of. */
	uses(channel: Channel): boolean {
		return channel === this.channel;
	}

	get isQuiet(): boolean {
		return this.#heartbeat.isQuiet;
	}

	/** Whether it counts as gone until it is heard again. */
	get isSilent(): boolean {
		return this.#cancelSilence !== undefined;
	}

	get updateFrames(): number {
		return this.#updateFrames;
	}

	/** The port of a note, for its owner to `use`. */
	port(noteId: string): NotePort {
		return this.#ports.of(noteId);
	}

	/** Whether silence of the other side counts. */
	set watching(watching: boolean) {
		this.#heartbeat.watching = watching;
	}

	/** Looks at once whether the other side still answers. */
	probe(): void {
		this.#heartbeat.probe();
	}

	/** Hands the channel what it has room for, unless that is being done: then the loop that runs sees the new state. */
	evaluate(): void {
		if (this.#evaluating || this.#ended) return;
		this.#evaluating = true;
		try {
			this.#guard(() => this.#sendAllThereIs());
		} finally {
			this.#evaluating = false;
		}
	}

	/** Ends the connection. */
	drop(reason: DropReason): void {
		if (this.#ended) return;
		this.#end(reason);
		if (WORTH_ANOTHER_CHANNEL.has(reason)) this.channel.giveUp();
		else this.channel.close();
	}

	/** Ends the connection because this page ends. */
	close(): void {
		this.#end(undefined);
		this.channel.close();
	}

	#sendAllThereIs(): void {
		this.#outbox.pump();
		while (this.#outbox.idle && !this.#ended) {
			const envelope = this.#next();
			if (envelope === undefined) return;
			this.#outbox.send(envelope);
			this.#heartbeat.sent();
		}
	}

	#next(): Envelope | undefined {
		const handshake = this.#handshake.next();
		if (handshake !== undefined) return { note: 0, message: handshake };
		if (this.#handshake.session === undefined) return undefined;
		if (this.#aliveDue !== undefined) {
			const { answer } = this.#aliveDue;
			this.#aliveDue = undefined;
			return { note: 0, message: { type: 'alive', answer } };
		}
		return this.#handshake.isOver ? this.#ports.next() : undefined;
	}

	#receive(frame: Uint8Array): void {
		// A channel that was closed here may still have something to hand over.
		if (this.#ended) return;
		const isAfterGap = this.#heartbeat.isQuiet;
		this.#heartbeat.heard();
		if (this.isSilent) this.#endSilence();
		if (isAfterGap) this.#ports.resume();
		// Nothing that is said before is long: no stranger may fill the memory.
		if (!this.isAdmitted && isPart(frame)) throw new DecodeError('a long message before the handshake');
		const bytes = this.#assembler.push(frame);
		if (bytes === undefined) {
			this.#updateFrames += 1;
			return;
		}
		const { note, message } = decodeMessage(bytes, PROTOCOL_VERSION);
		const isAboutChannel = message.type === 'hello' || message.type === 'alive' || message.type === 'open';
		if (isAboutChannel && !this.#admits(message.type)) {
			this.drop('flood');
			return;
		}
		if (message.type === 'hello') this.#receiveHello(message);
		else if (this.#handshake.session === undefined) throw new DecodeError('no hello');
		else if (message.type === 'proof') this.#handshake.receiveProof(message);
		else if (message.type !== 'alive') this.#receiveAboutNote(note, message);
		else if (message.answer) this.#aliveDue = { answer: false };
		this.evaluate();
	}

	/** A phone that is put away falls silent, and may come back on the very channel: the only one that there is. */
	#missed(): void {
		if (this.channel.isMetAnew) this.drop('silent');
		else if (!this.isSilent) {
			this.#cancelSilence = this.clock.after(UNMET_SILENT_AFTER_MS - SILENT_AFTER_MS, () =>
				this.drop('silent')
			);
			this.listener.silenceChanged(this);
		}
	}

	#endSilence(): void {
		this.#cancelSilence?.();
		this.#cancelSilence = undefined;
		this.listener.silenceChanged(this);
	}

	/** The tabs of one browser are one's own, and may have much to say after a sleep. */
	#admits(act: Act): boolean {
		return this.channel.kind === 'tab' || this.#floodGuard.admits(act);
	}

	#receiveHello(hello: Hello): void {
		if (hello.protocolVersion !== PROTOCOL_VERSION) {
			// The first hello may have been lost, and the other side is to know the reason as well.
			this.#handshake.repeatHello();
			this.evaluate();
			this.drop(hello.protocolVersion > PROTOCOL_VERSION ? 'newer' : 'older');
			return;
		}
		this.#handshake.receiveHello(hello);
	}

	#receiveAboutNote(number: number, message: NoteMessage): void {
		if (!this.#handshake.hasHeardProof) throw new DecodeError('a word about a note before a proof');
		if (message.type === 'open') {
			this.#ports.open(number, message.noteId);
			return;
		}
		// Whoever has proven something may open notes while that is looked at; more is said when both have opened one.
		if (!this.isAdmitted) throw new DecodeError('a word about a note before it was opened');
		if (message.type === 'update') this.#updateFrames += 1;
		this.#ports.receive(number, message);
	}

	/** Runs a task, so that what goes wrong in it ends this connection and nothing else. */
	#guard(task: () => void): void {
		try {
			task();
		} catch (failure) {
			if (failure instanceof FrameGapError) this.drop('gap');
			else if (failure instanceof DecodeError) this.drop('protocol');
			else if (failure instanceof ChannelClosedError) this.#end(undefined);
			else throw failure;
		}
	}

	#end(reason: DropReason | undefined): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#handshake.stop();
		this.#heartbeat.stop();
		this.#cancelSilence?.();
		this.listener.ended(this, reason);
	}
}
