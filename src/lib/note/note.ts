import { LoroDoc, UndoManager, VersionVector, type LoroMap, type LoroText, type UndoConfig } from 'loro-crdt';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import { guardedImport, type ImportOutcome } from './guarded-import.js';
import {
	AUTHORS,
	BODY,
	KIND_TEXT,
	MAX_TITLE_LENGTH,
	MAX_UNDO_STEPS,
	META,
	META_CREATED_AT,
	META_KIND,
	META_TITLE,
	ORIGIN_AUTHORS,
	ORIGIN_LINE_ENDS,
	ORIGIN_META,
	SYSTEM_ORIGIN,
	UNDO_MERGE_INTERVAL_MS,
	type Author
} from './schema.js';
import type { LoroPeerId, Version } from './version.js';

/** That the note grew. `local`: by an edit made here; otherwise by an import. */
export interface NoteChange {
	readonly local: boolean;
}

/**
 * One note: a typed view of its Loro document, and the only way in for updates.
 *
 * Each instance writes under a fresh random Loro peer id. Two documents that share one and differ in content have
 * equal versions and never converge, so an id is never stored nor reused.
 */
export class Note {
	readonly #doc = new LoroDoc();
	readonly #changes = new Emitter<NoteChange>();
	readonly #unsubscribeDoc: Unsubscribe;
	#sawCarriageReturn = false;

	private constructor() {
		this.#doc.setRecordTimestamp(true);
		this.body.subscribe(({ events, by }) => {
			if (by === 'local') return;
			for (const { diff } of events) {
				if (diff.type !== 'text') continue;
				this.#sawCarriageReturn ||= diff.diff.some((delta) => delta.insert?.includes('\r') === true);
			}
		});
		// subscribeLocalUpdates and not the document's events: those leave out a commit that changes no value.
		this.#unsubscribeDoc = this.#doc.subscribeLocalUpdates(() => this.#changes.emit({ local: true }));
	}

	/** A note that holds nothing, not even a title: to be filled from storage or by a peer. */
	static empty(): Note {
		return new Note();
	}

	/** A new note of one's own. It has content from the start, so that nobody takes it for one still to arrive. */
	static create(createdAt: Date): Note {
		const note = new Note();
		note.#meta.set(META_KIND, KIND_TEXT);
		note.#meta.set(META_CREATED_AT, createdAt.getTime());
		note.#doc.commit({ origin: ORIGIN_META });
		return note;
	}

	/** The Loro document, for the editor's binding to read and to commit to. Updates go through `import` only. */
	get doc(): LoroDoc {
		return this.#doc;
	}

	/** The text. Offsets are UTF-16 units. */
	get body(): LoroText {
		return this.#doc.getText(BODY);
	}

	/** The Loro peer id under which this session writes. */
	get peerId(): LoroPeerId {
		return this.#doc.peerIdStr;
	}

	/** The title, empty if none was given. */
	get title(): string {
		const title = this.#meta.get(META_TITLE);
		return typeof title === 'string' ? title : '';
	}

	/** Sets the title: one line, of at most MAX_TITLE_LENGTH UTF-16 units. */
	setTitle(title: string): void {
		const line = title.replaceAll(/\s*[\r\n]+\s*/g, ' ').slice(0, MAX_TITLE_LENGTH);
		const wellFormed = line.toWellFormed();
		if (wellFormed === this.title) return;
		this.#meta.set(META_TITLE, wellFormed);
		this.#doc.commit({ origin: ORIGIN_META });
	}

	/** When the note was made, or undefined as long as its content is not here. */
	get createdAt(): Date | undefined {
		const createdAt = this.#meta.get(META_CREATED_AT);
		return typeof createdAt === 'number' ? new Date(createdAt) : undefined;
	}

	/** Whether nothing was ever written or received: the note's content is still to come. */
	get isEmpty(): boolean {
		return this.#doc.opCount() === 0;
	}

	/** Every operation that this note contains. */
	version(): Version {
		const versionVector = this.#doc.version();
		const version: Version = versionVector.toJSON();
		versionVector.free();
		return version;
	}

	/** One update with every operation that goes beyond `from`. */
	exportFrom(from: Version): Uint8Array {
		if (from.size === 0) return this.#doc.export({ mode: 'update' });
		const versionVector = new VersionVector(new Map(from));
		try {
			return this.#doc.export({ mode: 'update', from: versionVector });
		} finally {
			versionVector.free();
		}
	}

	/** The whole note with its history, in the form that loads fastest. */
	exportSnapshot(): Uint8Array {
		return this.#doc.export({ mode: 'snapshot' });
	}

	/**
	 * Takes an update or snapshot of unknown origin; see `guardedImport`. The body's line ends are `\n` afterwards.
	 *
	 * @throws NotePoisonedError if the document trapped; this note is of no use afterwards.
	 */
	import(bytes: Uint8Array): ImportOutcome {
		const outcome = guardedImport(this.#doc, bytes);
		if (outcome.kind === 'imported' && outcome.changed) {
			this.#changes.emit({ local: false });
			this.#repairLineEnds();
		}
		return outcome;
	}

	/** Tells of each growth of the note, after it happened. */
	onChange(listener: (change: NoteChange) => void): Unsubscribe {
		return this.#changes.on(listener);
	}

	/** Notes in the document who writes under this session's peer id. Does nothing if that stands there already. */
	recordAuthor(author: Author): void {
		const authors: LoroMap = this.#doc.getMap(AUTHORS);
		const recorded = authors.get(this.peerId) as Partial<Author> | undefined;
		if (recorded?.person === author.person && recorded.name === author.name) return;
		authors.set(this.peerId, { person: author.person, name: author.name });
		this.#doc.commit({ origin: ORIGIN_AUTHORS });
	}

	/** Undo and redo of the edits made in this session from now on, and of nobody else's. */
	createUndo(hooks: Pick<UndoConfig, 'onPush' | 'onPop'> = {}): UndoManager {
		return new UndoManager(this.#doc, {
			mergeInterval: UNDO_MERGE_INTERVAL_MS,
			maxUndoSteps: MAX_UNDO_STEPS,
			excludeOriginPrefixes: [SYSTEM_ORIGIN],
			...hooks
		});
	}

	/** Ends all subscriptions and frees the document's memory. The note must not be used afterwards. */
	close(): void {
		this.#unsubscribeDoc();
		this.#changes.clear();
		this.#doc.free();
	}

	get #meta(): LoroMap {
		return this.#doc.getMap(META);
	}

	/**
	 * Perch writes `\n` only, but another program may not. The `\r` of a pair is deleted, which every peer can do at
	 * the same time without doubling anything; a lone `\r` stays, for replacing it would.
	 */
	#repairLineEnds(): void {
		if (!this.#sawCarriageReturn) return;
		this.#sawCarriageReturn = false;
		const text = this.body.toString();
		for (let at = text.lastIndexOf('\r\n'); at >= 0; at = at > 0 ? text.lastIndexOf('\r\n', at - 1) : -1) {
			this.body.delete(at, 1);
		}
		this.#doc.commit({ origin: ORIGIN_LINE_ENDS });
	}
}
