import type { ContainerID, Frontiers, LoroDoc, LoroText, OpId } from 'loro-crdt';
import type { Note } from './note.js';
import type { LoroPeerId } from './version.js';

/** Of a text with more operations the earlier state takes too long to be made. */
const MAX_OPERATIONS = 10_000;

/** So many characters are asked for at most, in all that was deleted. */
const MAX_ASKED = 500;

/** Characters of one Loro peer, one after another, that somebody deleted. */
export interface DeletedSpan {
	readonly writer: LoroPeerId;
	/** Counters of the writer's. */
	readonly from: number;
	readonly to: number;
	readonly deleter: LoroPeerId;
}

/** Tells who deleted what of a text as it was earlier. */
export class Deleters {
	readonly #text: LoroText;
	#asked = 0;

	private constructor(
		private readonly earlier: LoroDoc,
		container: ContainerID,
		private readonly spans: readonly DeletedSpan[]
	) {
		this.#text = earlier.getText(container);
	}

	/** To be closed. Undefined where the earlier text, which is asked about, would take too long to be made. */
	static of({ doc, body }: Note, earlier: Frontiers, spans: readonly DeletedSpan[]): Deleters | undefined {
		if (doc.opCount() > MAX_OPERATIONS) return undefined;
		return new Deleters(doc.forkAt(earlier), body.id, spans);
	}

	/** Of each character between two offsets of the earlier text who deleted it. Undefined where too many were asked about. */
	between(from: number, to: number): readonly LoroPeerId[][] | undefined {
		this.#asked += to - from;
		if (this.#asked > MAX_ASKED) return undefined;
		const found: LoroPeerId[][] = [];
		for (let at = from; at < to; at += 1) {
			// There is none in the midst of a surrogate pair.
			const character = this.#text.getCursor(at)?.pos();
			if (character !== undefined) found.push(this.#deletersOf(character));
		}
		return found;
	}

	close(): void {
		this.earlier.free();
	}

	#deletersOf({ peer, counter }: OpId): LoroPeerId[] {
		return this.spans
			.filter(({ writer, from, to }) => writer === peer && from <= counter && counter < to)
			.map(({ deleter }) => deleter);
	}
}
