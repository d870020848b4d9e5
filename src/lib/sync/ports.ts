import { DecodeError } from '../protocol/codec.js';
import { MAX_NOTE_NUMBER } from '../protocol/limits.js';
import type { Envelope, NoteMessage } from '../protocol/messages.js';
import type { Clock } from '../util/clock.js';
import { FloodGuard } from './flood-guard.js';
import { NotePort, type PortConnection } from './note-port.js';

/** The notes that a connection carries, by the numbers that each side gives them (P9). */
export class Ports {
	readonly #ports = new Map<string, NotePort>();
	readonly #theirNumbers = new Map<number, string>();
	#lastServed = -1;

	constructor(
		private readonly connection: PortConnection,
		private readonly clock: Clock
	) {}

	/** The port of a note, made if need be. */
	of(noteId: string): NotePort {
		const existing = this.#ports.get(noteId);
		if (existing !== undefined) return existing;
		const port = new NotePort(this.connection, noteId, this.#ports.size, new FloodGuard(this.clock));
		this.#ports.set(noteId, port);
		if ([...this.#theirNumbers.values()].includes(noteId)) port.open();
		return port;
	}

	/** The next message, or undefined. The notes take turns, so that one with much to send does not hold the others up. */
	next(): Envelope | undefined {
		const ports = [...this.#ports.values()];
		for (let step = 1; step <= ports.length; step += 1) {
			const index = (this.#lastServed + step) % ports.length;
			const port = ports[index];
			const message = port?.next();
			if (port === undefined || message === undefined) continue;
			this.#lastServed = index;
			return { note: port.number, message };
		}
		return undefined;
	}

	/** The peer carries a note, and calls it by this number. @throws DecodeError */
	open(number: number, noteId: string): void {
		const known = this.#theirNumbers.get(number);
		const isNew = known === undefined && number === this.#theirNumbers.size && number <= MAX_NOTE_NUMBER;
		if (known !== noteId && !isNew) throw new DecodeError('a note number that means two notes');
		this.#theirNumbers.set(number, noteId);
		this.#ports.get(noteId)?.open();
	}

	/** Hands a message to whoever has the note here. @throws DecodeError */
	receive(number: number, message: NoteMessage): void {
		const noteId = this.#theirNumbers.get(number);
		if (noteId === undefined) throw new DecodeError('unknown note number');
		this.#ports.get(noteId)?.receive(message);
	}

	/** The peer is heard again after a gap. */
	resume(): void {
		for (const port of this.#ports.values()) port.resume();
	}
}
