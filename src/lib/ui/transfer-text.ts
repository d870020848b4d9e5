import { m } from '$lib/paraglide/messages.js';
import type { Refused, TransferRefusal, TransferReport } from '$lib/workspace/transfer-report.js';
import type { RunningTransfer, TransferKind } from '$lib/workspace/transfers.svelte.js';
import { storageAdvice } from './storage-text.js';

const RUNNING = {
	backup: m.transfer_backup_running,
	restore: m.transfer_restore_running,
	import: m.transfer_import_running
} as const;

const DONE_TITLE = {
	backup: m.transfer_backup_title,
	restore: m.transfer_restore_title,
	import: m.transfer_import_title
} as const;

const MOVED = {
	backup: m.transfer_backed_up,
	restore: m.transfer_restored,
	import: m.transfer_imported
} as const;

const REFUSED: Readonly<Record<TransferRefusal, () => string>> = {
	foreign: m.refused_foreign,
	truncated: m.refused_truncated,
	damaged: m.refused_damaged,
	newer: m.refused_newer,
	'too-large': m.refused_too_large,
	unreadable: m.refused_unreadable,
	missing: m.refused_missing,
	'wrong-id': m.refused_wrong_id,
	'unknown-kind': m.refused_unknown_kind,
	'no-text': m.refused_no_text,
	'text-too-large': m.refused_text_too_large,
	'no-note': m.refused_no_note,
	'loro-damaged': m.refused_loro_damaged,
	partly: m.refused_partly,
	'note-damaged': m.refused_note_damaged
};

/** What is under way, with how far it is. */
export function runningText({ kind, done, total, stopping }: RunningTransfer): string {
	if (stopping) return m.transfer_stopping();
	return total === 0 ? m.transfer_begins() : RUNNING[kind]({ done, total });
}

/** How it ended, in a word or two. */
export function endedTitle(kind: TransferKind, report: TransferReport): string {
	if (report.ended === 'cancelled') return m.transfer_stopped_title();
	if (report.ended !== 'done') return m.transfer_failed_title();
	const nothing = report.moved + report.unchanged === 0 && report.refused.length > 0;
	return nothing ? m.transfer_nothing_title() : DONE_TITLE[kind]();
}

/** How it ended, in sentences, the one that matters most first. Those that were left out have lines of their own. */
export function endedText(kind: TransferKind, report: TransferReport): string[] {
	const { ended } = report;
	const sentences = kind === 'backup' ? backupSentences(report) : arrivalSentences(kind, report);
	if (typeof ended === 'object') sentences.push(storageAdvice(ended.failed));
	if (ended === 'done' && sentences.length > 0) return sentences;
	return [m.transfer_sentence({ text: endedTitle(kind, report) }), ...sentences];
}

/** What stands above the lines of what was left out. */
export function refusedTitle(kind: TransferKind, { refused }: TransferReport): string {
	const count = refused.length;
	return kind === 'backup' ? m.transfer_partly({ count }) : m.transfer_unread({ count });
}

/** Why a note or a file was left out. */
export function refusedText({ title, reason }: Refused): string {
	const named = title.trim() === '' ? m.untitled() : title;
	return m.transfer_line({ title: named, reason: REFUSED[reason]() });
}

function backupSentences(report: TransferReport): string[] {
	if (report.file === undefined) return [m.transfer_no_file()];
	return [m.transfer_backed_up({ count: report.moved }), m.transfer_save_place()];
}

function arrivalSentences(
	kind: TransferKind,
	{ ended, moved, unchanged, refused }: TransferReport
): string[] {
	const sentences: string[] = [];
	if (moved > 0) sentences.push(MOVED[kind]({ count: moved }));
	if (unchanged > 0 && moved > 0) sentences.push(m.transfer_unchanged({ count: unchanged }));
	if (unchanged > 0 && moved === 0) sentences.push(m.transfer_all_unchanged({ count: unchanged }));
	if (moved + unchanged + refused.length === 0 && ended === 'done') sentences.push(m.transfer_nothing());
	if (ended === 'cancelled') sentences.push(m.transfer_rest_left());
	return sentences;
}
