import type { NoteShelf } from './note-shelf.js';
import { runBackup, runImport } from './run-transfer.js';
import type { TransferReport } from './transfer-report.js';
import { workspace } from './workspace.svelte.js';

/** `backup`: notes go out into one file; `restore`: they come back from one; `import`: single files come in. */
export type TransferKind = 'backup' | 'restore' | 'import';

/** What is under way. `total` is 0 as long as it is not known. */
export interface RunningTransfer {
	readonly kind: TransferKind;
	readonly done: number;
	readonly total: number;
	readonly stopping: boolean;
}

/** What has ended, until the person has put it away. */
export interface EndedTransfer {
	readonly kind: TransferKind;
	readonly report: TransferReport;
}

/** Notes on their way out of Perch and into it: one thing at a time, on whatever page the person is. */
export class Transfers {
	#running: RunningTransfer | undefined = $state.raw();
	#ended: EndedTransfer | undefined = $state.raw();
	#cancel = new AbortController();

	constructor(private readonly shelf: () => NoteShelf) {}

	get running(): RunningTransfer | undefined {
		return this.#running;
	}

	get ended(): EndedTransfer | undefined {
		return this.#ended;
	}

	/** Backs up every note, if nothing else is under way. @returns what became of it. @throws StorageError */
	async backUp(): Promise<TransferReport | undefined> {
		return await this.#run('backup', (shelf, control) => runBackup(shelf, control));
	}

	/** Takes in files, if nothing else is under way. @returns what became of it. @throws StorageError */
	async takeIn(files: readonly File[]): Promise<TransferReport | undefined> {
		if (files.length === 0) return undefined;
		const kind = files.every(({ name }) => /\.zip$/i.test(name)) ? 'restore' : 'import';
		return await this.#run(kind, (shelf, control) => runImport(shelf, files, control));
	}

	/** Stops what is under way, at the end of the note that it is at. */
	cancel(): void {
		if (this.#running !== undefined) this.#running = { ...this.#running, stopping: true };
		this.#cancel.abort();
	}

	/** Puts the report of what has ended away. */
	dismiss(): void {
		this.#ended = undefined;
	}

	async #run(
		kind: TransferKind,
		work: (shelf: NoteShelf, control: Parameters<typeof runBackup>[1]) => Promise<TransferReport>
	): Promise<TransferReport | undefined> {
		if (this.#running !== undefined) return undefined;
		const shelf = this.shelf();
		this.#cancel = new AbortController();
		this.#ended = undefined;
		this.#running = { kind, done: 0, total: 0, stopping: false };
		const onProgress = (done: number, total: number) => {
			const stopping = this.#running?.stopping === true;
			this.#running = { kind, done, total, stopping };
		};
		try {
			const report = await work(shelf, { signal: this.#cancel.signal, onProgress });
			this.#ended = { kind, report };
			return report;
		} finally {
			this.#running = undefined;
		}
	}
}

/** The page's transfers. */
export const transfers = new Transfers(() => workspace.shelf());
