import type { LoroMap, LoroText } from 'loro-crdt';
import { changePieces } from './change-pieces.js';
import { LoroReplica } from './loro-replica.js';
import type { TitledText } from './markdown-file.js';
import type { Operation } from './vet.js';
import {
	AUTHORS,
	BODY,
	KIND_TEXT,
	MAX_ENTRY_LENGTH,
	MAX_TITLE_LENGTH,
	META,
	META_CREATED_AT,
	META_KIND,
	META_TITLE,
	ORIGIN_AUTHORS,
	ORIGIN_LINE_ENDS,
	ORIGIN_META,
	type Author
} from './schema.js';

const BODY_ID = `cid:root-${BODY}:Text`;

/** The operations that a note is made of. A version of Perch that adds any has to speak another protocol version. */
const OPERATION_TYPES: Readonly<Record<string, readonly string[]>> = {
	[BODY_ID]: ['insert', 'delete'],
	[`cid:root-${META}:Map`]: ['insert', 'delete'],
	[`cid:root-${AUTHORS}:Map`]: ['insert', 'delete']
};

/** How a note is opened. */
export interface NoteOptions {
	/** Nothing is ever written into it here: it is that of a viewer, or only to be looked at. */
	readonly readOnly?: boolean;
}

/** One note: a typed view of its Loro document. */
export class Note extends LoroReplica {
	readonly #readOnly: boolean;
	/** Whether `\r` is in the text, or may be; undefined before anything was imported. */
	#mayHoldCarriageReturn: boolean | undefined;

	private constructor({ readOnly = false }: NoteOptions = {}) {
		super();
		this.#readOnly = readOnly;
	}

	/** A note that holds nothing, not even a title: to be filled from storage or by a peer. */
	static empty(options?: NoteOptions): Note {
		return new Note(options);
	}

	/** A new note of one's own. It has content from the start, so that nobody takes it for one still to arrive. */
	static create(createdAt: Date): Note {
		const note = new Note();
		note.#meta.set(META_KIND, KIND_TEXT);
		note.#meta.set(META_CREATED_AT, createdAt.getTime());
		note.doc.commit({ origin: ORIGIN_META });
		return note;
	}

	/** A new note with a title and a text, whose line ends are `\n`. */
	static of({ title, text }: TitledText, createdAt: Date): Note {
		const note = Note.create(createdAt);
		note.setTitle(title);
		for (const piece of changePieces(text)) {
			note.body.insert(note.body.length, piece);
			note.doc.commit();
		}
		return note;
	}

	/** The text. Offsets are UTF-16 units. */
	get body(): LoroText {
		return this.doc.getText(BODY);
	}

	/** The title, empty if none was given. */
	get title(): string {
		const title = this.#meta.get(META_TITLE);
		return typeof title === 'string' ? title : '';
	}

	/** Sets the title: one line, of at most MAX_TITLE_LENGTH UTF-16 units. Does nothing where the note is read only. */
	setTitle(title: string): void {
		if (this.#readOnly) return;
		const line = title.replaceAll(/\s*[\r\n]+\s*/g, ' ').slice(0, MAX_TITLE_LENGTH);
		const wellFormed = line.toWellFormed();
		if (wellFormed === this.title) return;
		this.#meta.set(META_TITLE, wellFormed);
		this.doc.commit({ origin: ORIGIN_META });
	}

	/** What the note holds, as its maker wrote it (schema.ts), or undefined as long as its content is not here. */
	get kind(): string | undefined {
		const kind = this.#meta.get(META_KIND);
		return typeof kind === 'string' ? kind : undefined;
	}

	/** When the note was made, or undefined as long as its content is not here. */
	get createdAt(): Date | undefined {
		const createdAt = this.#meta.get(META_CREATED_AT);
		return typeof createdAt === 'number' ? new Date(createdAt) : undefined;
	}

	/**
	 * Notes in the document who writes under a Loro peer id of this session. Does nothing if that stands there already, or where
	 * the note is read only.
	 */
	recordAuthor(author: Author, loroPeer = this.peerId): void {
		if (this.#readOnly) return;
		const authors: LoroMap = this.doc.getMap(AUTHORS);
		const recorded = authors.get(loroPeer) as Partial<Author> | undefined;
		if (recorded?.person === author.person && recorded.name === author.name) return;
		authors.set(loroPeer, { person: author.person, name: author.name });
		this.doc.commit({ origin: ORIGIN_AUTHORS });
	}

	/** Text without formatting, and plain values: what any peer can read, merge and digest. */
	protected override isFit({ container, content }: Operation): boolean {
		const types = OPERATION_TYPES[container];
		if (types?.includes(content.type) !== true) return false;
		return container === BODY_ID || JSON.stringify(content).length <= MAX_ENTRY_LENGTH;
	}

	/** The Loro peers under which a person has written, as far as that is recorded. */
	loroPeersOf(person: string): string[] {
		const authors: LoroMap = this.doc.getMap(AUTHORS);
		return authors.entries().flatMap(([loroPeer, author]) => {
			return (author as Partial<Author> | null)?.person === person ? [loroPeer] : [];
		});
	}

	/** What whoever wrote under a Loro peer id called themselves, as far as that is recorded; not to be trusted. */
	authorName(loroPeer: string): string | undefined {
		const authors: LoroMap = this.doc.getMap(AUTHORS);
		const name = (authors.get(loroPeer) as Partial<Author> | null | undefined)?.name;
		return typeof name === 'string' && name !== '' ? name : undefined;
	}

	get #meta(): LoroMap {
		return this.doc.getMap(META);
	}

	/**
	 * Perch writes `\n` only, but another program may not. Each `\r` before a `\n` is deleted, which every peer can do
	 * at the same time without doubling anything; a lone `\r` stays, for replacing it would.
	 */
	override afterImport(): void {
		if (this.#readOnly) return;
		if (this.#mayHoldCarriageReturn === undefined) this.#watchForCarriageReturns();
		if (this.#mayHoldCarriageReturn !== true) return;
		const text = this.body.toString();
		for (let at = text.lastIndexOf('\r\n'); at >= 0; at = at > 0 ? text.lastIndexOf('\r\n', at - 1) : -1) {
			let start = at;
			while (text[start - 1] === '\r') start -= 1;
			this.body.delete(start, at + 1 - start);
		}
		this.doc.commit({ origin: ORIGIN_LINE_ENDS });
		// A lone `\r` may become one of a pair by an update that holds none itself.
		this.#mayHoldCarriageReturn = this.body.toString().includes('\r');
	}

	/**
	 * Not before something was imported: while anybody listens to its events, Loro 1.17 works out what a snapshot changes, operation by
	 * operation. With 260,000 of them that takes 700 ms, and 1 ms without.
	 */
	#watchForCarriageReturns(): void {
		this.#mayHoldCarriageReturn = this.body.toString().includes('\r');
		this.body.subscribe(({ events, by }) => {
			if (by === 'local') return;
			for (const { diff } of events) {
				if (diff.type !== 'text') continue;
				this.#mayHoldCarriageReturn ||= diff.diff.some((delta) => delta.insert?.includes('\r') === true);
			}
		});
	}
}
