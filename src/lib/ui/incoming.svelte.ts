import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { TitledText } from '$lib/note/markdown-file.js';
import { m } from '$lib/paraglide/messages.js';
import {
	IncomingFiles,
	IncomingShare,
	IncomingStopped,
	type SharedNotes
} from '$lib/workspace/incoming-parts.js';
import { isBlank } from '$lib/workspace/shared-text.js';
import type { SharedItem } from '$lib/workspace/shared-items.js';
import type { TransferReport } from '$lib/workspace/transfer-report.js';
import { transfers } from '$lib/workspace/transfers.svelte.js';
import { workspace } from '$lib/workspace/workspace.svelte.js';
import { keepKnownWaiting } from './known-waiting.js';
import { startup } from './startup.svelte.js';
import { storageErrorAdvice } from './storage-text.js';
import { sharedItems, underWay, waitingShare } from './waiting-share.js';

/**
 * What the page has to show of what comes from other apps. `nothing`: nothing came along; `asked`: a browser's tab, to which any page
 * may have sent it, so that the person is asked; `reported`: what was left out of the files is told by the transfers' panel.
 */
export type IncomingView =
	| { readonly kind: 'opening' | 'nothing' | 'too-large' | 'not-kept' | 'reported' }
	| { readonly kind: 'asked'; readonly id: string; readonly item: SharedItem }
	| { readonly kind: 'failed'; readonly advice: string; readonly again: () => Promise<void> };

/** How long the page waits to be told of files that it was opened with, in milliseconds. */
const FILES_PATIENCE_MS = 500;

const OPENING: IncomingView = { kind: 'opening' };

/** Makes notes of what other apps share and of files that are opened from the system, and shows them. */
export class Incoming {
	#view: IncomingView = $state.raw(OPENING);
	/** Files were handed to this page. */
	#gotFiles = false;

	get view(): IncomingView {
		return this.#view;
	}

	/**
	 * The page is there, and no address says what for: files may follow, at once.
	 *
	 * @param isApp whether it has a window of the app's own. Others are seldom opened with files.
	 */
	expectFiles(isApp: boolean): () => void {
		if (this.#gotFiles) return () => undefined;
		this.#view = OPENING;
		const timer = setTimeout(
			() => {
				if (!this.#gotFiles) this.#view = { kind: 'nothing' };
			},
			isApp ? FILES_PATIENCE_MS : 0
		);
		return () => {
			clearTimeout(timer);
			this.#gotFiles = false;
		};
	}

	/** Files were handed to this page, and are being read. */
	awaitFiles(): void {
		this.#gotFiles = true;
		this.#view = OPENING;
	}

	/** Files that were opened from the system. One that a note was made of before leads to that note. */
	async openFiles(files: readonly File[], unreadable = 0): Promise<void> {
		this.awaitFiles();
		const parts = new IncomingFiles(files);
		await this.#try(async () => {
			const [file] = files;
			if (file === undefined) {
				this.#view = { kind: 'nothing' };
				return;
			}
			const isOne = files.length === 1 && unreadable === 0;
			const known = isOne ? await workspace.openedFiles.noteOf(file) : undefined;
			if (known !== undefined && workspace.notes.some(({ id }) => id === known)) {
				await this.#show(known, 'again');
				return;
			}
			const report = await parts.takeIn(transfers);
			const made = files.length === 1 ? report.made[0] : undefined;
			if (made === undefined || !isOne) await this.#report(report);
			else {
				// The note is stored all the same; the file is only not known again.
				await workspace.openedFiles.remember(file, made).catch((error: unknown) => {
					console.warn('an opened file is not remembered', error);
				});
				await this.#show(made, 'new');
			}
		});
	}

	/** What another app shared. @param trusted the app's own window, where nobody else leads to */
	async openShared(id: string, trusted: boolean): Promise<void> {
		if (id === 'too-large' || id === 'not-kept') {
			this.#view = { kind: id };
			return;
		}
		await this.#try(async () => {
			const item = await sharedItems().read(id);
			if (item === undefined || (isBlank(item.text) && item.files.length === 0)) {
				// Else the list would tell of it for ever.
				await discard(id);
				this.#view = { kind: 'nothing' };
			} else if (trusted) await this.keepShared(id, item);
			else {
				this.#view = { kind: 'asked', id, item };
				keepKnownWaiting(() => localStorage, id);
			}
		});
	}

	/** Makes a note of what was shared. It waits no longer once all of it is stored. */
	async keepShared(id: string, item: SharedItem): Promise<void> {
		const share = new IncomingShare(item);
		await this.#try(async () => {
			// It waits for other work, and the list can be looked at meanwhile.
			if (underWay.has(id)) return;
			const { ofText, ofFiles } = await takenIn(id, share);
			const made = ofText ?? (item.files.length === 1 ? ofFiles?.made[0] : undefined);
			if (ofFiles !== undefined && (made === undefined || ofFiles.refused.length > 0))
				await this.#report(ofFiles);
			else if (made !== undefined) await this.#show(made);
		});
	}

	async discardShared(id: string): Promise<void> {
		await discard(id);
		await goto(resolve('/'), { replaceState: true });
	}

	/** Shows what became of files that led to no single note. */
	async #report({ refused }: TransferReport): Promise<void> {
		this.#view = { kind: 'reported' };
		const page = refused.length > 0 ? resolve('/open/') : resolve('/');
		await goto(page, { replaceState: location.pathname === resolve('/open/') });
	}

	/** @param from what the note's page says of the file that it was made of */
	async #show(noteId: string, from?: 'new' | 'again'): Promise<void> {
		const replaceState = location.pathname === resolve('/open/');
		const state = from === undefined ? {} : { fromFile: from };
		await goto(resolve(`/note/#${noteId}`), { replaceState, state });
	}

	async #try(work: () => Promise<void>): Promise<void> {
		this.#view = OPENING;
		try {
			await startup.finished;
			await work();
		} catch (error) {
			console.error('what came was not made a note', error);
			const advice = error instanceof IncomingStopped ? m.incoming_stopped() : storageErrorAdvice(error);
			this.#view = { kind: 'failed', advice, again: () => this.#try(work) };
			if (location.pathname !== resolve('/open/')) await goto(resolve('/open/'));
		}
	}
}

/** What makes notes of it. */
const TAKER = {
	takeInNext: (files: readonly File[]) => transfers.takeInNext(files),
	createOf: (text: TitledText) => workspace.createOf(text)
};

/** The page's. */
export const incoming = new Incoming();

/** Whoever comes back to it later is to get no second note of what one was made of. Once all of it is stored it waits no longer. */
async function takenIn(id: string, share: IncomingShare): Promise<SharedNotes> {
	underWay.add(id);
	try {
		const made = await share.takeIn(TAKER, () => keepLeft(id, share));
		await discard(id);
		return made;
	} catch (failure) {
		await keepLeft(id, share);
		throw failure;
	} finally {
		underWay.delete(id);
	}
}

async function keepLeft(id: string, share: IncomingShare): Promise<void> {
	try {
		await sharedItems().replace(id, share.left);
		keepKnownWaiting(() => localStorage, id);
	} catch (error) {
		console.warn('what is left of what was shared could not be written down', error);
	}
}

async function discard(id: string): Promise<void> {
	await sharedItems().discard(id);
	await waitingShare();
}
