import { Turns } from '../util/turns.js';
import type { NoteShelf } from './note-shelf.js';
import type { TransferControl, TransferReport } from './transfer-report.js';
import { WorkUnderWay, workUnderWay } from './work-under-way.svelte.js';
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
	readonly #turns = new Turns();

	constructor(
		private readonly shelf: () => NoteShelf,
		/** Told that a backup of all notes was made, and when it was begun. */
		private readonly backedUp: (begunAt: number) => Promise<void> = () => Promise.resolve(),
		/** Those under way and those that wait for their turn. */
		private readonly underWay = new WorkUnderWay()
	) {}

	get running(): RunningTransfer | undefined {
		return this.#running;
	}

	/** Whether something is under way or waits for its turn. */
	get busy(): boolean {
		return this.underWay.any;
	}

	get ended(): EndedTransfer | undefined {
		return this.#ended;
	}

	/** Backs up every note, if nothing else is under way. @returns what became of it. @throws StorageError */
	async backUp(): Promise<TransferReport | undefined> {
		if (this.busy) return undefined;
		const begunAt = Date.now();
		const report = await this.#inTurn('backup', async (shelf, control) => {
			const { runBackup } = await import('./run-transfer.js');
			return await runBackup(shelf, control);
		});
		if (report.ended === 'done' && report.refused.length === 0) await this.backedUp(begunAt);
		return report;
	}

	/**
	 * Takes in files, if nothing else is under way. `unreadable`: names of others, which the device did not give.
	 *
	 * @returns what became of it. @throws StorageError
	 */
	async takeIn(
		files: readonly File[],
		unreadable: readonly string[] = []
	): Promise<TransferReport | undefined> {
		if (this.busy || files.length + unreadable.length === 0) return undefined;
		return await this.#takeIn(files, unreadable);
	}

	/** Takes in files, after whatever is under way or waits. @returns what became of it. @throws StorageError */
	async takeInNext(files: readonly File[]): Promise<TransferReport> {
		return await this.#takeIn(files, []);
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

	async #takeIn(files: readonly File[], unreadable: readonly string[]): Promise<TransferReport> {
		const isRestore = files.length > 0 && files.every(({ name }) => /\.zip$/i.test(name));
		return await this.#inTurn(isRestore ? 'restore' : 'import', async (shelf, control) => {
			const { runImport } = await import('./run-transfer.js');
			return await runImport(shelf, files, control, unreadable);
		});
	}

	async #inTurn(
		kind: TransferKind,
		work: (shelf: NoteShelf, control: TransferControl) => Promise<TransferReport>
	): Promise<TransferReport> {
		return await this.underWay.during(() => this.#turns.take(() => this.#run(kind, work)));
	}

	async #run(
		kind: TransferKind,
		work: (shelf: NoteShelf, control: TransferControl) => Promise<TransferReport>
	): Promise<TransferReport> {
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
export const transfers = new Transfers(
	() => workspace.shelf(),
	(begunAt) => workspace.care.backedUp(begunAt),
	workUnderWay
);
