import type { TitledText } from '../note/markdown-file.js';
import { StorageError } from '../storage/chunk-store.js';
import type { SharedItem } from './shared-items.js';
import { isBlank, noteOfShared } from './shared-text.js';
import type { TransferReport } from './transfer-report.js';

/** What makes notes of files, after whatever is under way. Class Transfers is one. */
export interface FileTaker {
	/** @returns what became of them. @throws StorageError */
	takeInNext(files: readonly File[]): Promise<TransferReport>;
}

/** What makes a note of a text. Class Workspace is one. */
export interface TextTaker {
	/** @returns the note's id, once it is stored. @throws StorageError */
	createOf(text: TitledText): Promise<string>;
}

/** Says that the person stopped it: there are files that no note was made of. */
export class IncomingStopped extends Error {
	override readonly name = 'IncomingStopped';
	readonly reason = 'stopped';

	constructor() {
		super('what came was not taken in: stopped');
	}
}

/** Files that came from elsewhere, of each of which one note is made, however often that is tried. */
export class IncomingFiles {
	#left: readonly File[];

	constructor(files: readonly File[]) {
		this.#left = files;
	}

	/** Those that none was made of yet. */
	get left(): readonly File[] {
		return this.#left;
	}

	/**
	 * Makes notes of those that none was made of yet.
	 *
	 * @returns what became of them, once all were gone through. @throws StorageError, IncomingStopped; then it can be tried again
	 */
	async takeIn(taker: FileTaker): Promise<TransferReport> {
		const report = await taker.takeInNext(this.#left);
		this.#left = this.#left.slice(report.goneThrough);
		if (report.ended === 'cancelled') throw new IncomingStopped();
		if (report.ended !== 'done') throw new StorageError(report.ended.failed);
		return report;
	}
}

const BLANK = { title: '', text: '', url: '' };

/** What became of something that another app shared. */
export interface SharedNotes {
	/** The note that was made of its text. */
	readonly ofText: string | undefined;
	readonly ofFiles: TransferReport | undefined;
}

/** What another app shared, of each part of which one note is made, however often that is tried. */
export class IncomingShare {
	#ofText: string | undefined;
	readonly #files: IncomingFiles;

	constructor(private readonly item: SharedItem) {
		this.#files = new IncomingFiles(item.files);
	}

	/** The parts that none was made of yet. */
	get left(): SharedItem {
		const text = this.#ofText === undefined ? this.item.text : BLANK;
		return { text, files: this.#files.left };
	}

	/**
	 * Makes notes of the parts that none was made of yet.
	 *
	 * @returns what became of it, once nothing of it has to wait any longer. @throws StorageError, IncomingStopped; then what
	 * was shared is still needed
	 * @param onTextMade awaited once the note of the text is stored, where files are left
	 */
	async takeIn(taker: FileTaker & TextTaker, onTextMade?: () => Promise<void>): Promise<SharedNotes> {
		const { text, files } = this.item;
		if (!isBlank(text) && this.#ofText === undefined) {
			this.#ofText = await taker.createOf(noteOfShared(text));
			if (files.length > 0) await onTextMade?.();
		}
		const ofFiles = files.length === 0 ? undefined : await this.#files.takeIn(taker);
		return { ofText: this.#ofText, ofFiles };
	}
}
