import type { InviteFailure } from '$lib/crypto/invite.js';
import { m } from '$lib/paraglide/messages.js';
import { failureText } from './failure-reason.js';
import { joinErrorText } from './join-text.js';
import type { PictureFailure } from './picture-code.js';
import type { QrScanner, ScanFailure } from './qr-scanner.svelte.js';

const FAILURES: Readonly<Record<ScanFailure, () => string>> = {
	insecure: m.scan_insecure,
	unsupported: m.scan_unsupported,
	missing: m.scan_missing,
	refused: m.scan_refused,
	busy: m.scan_busy,
	lost: m.scan_lost,
	decoder: m.scan_decoder,
	unknown: m.scan_unknown
};

const PICTURE_FAILURES: Readonly<Record<PictureFailure, () => string>> = {
	unreadable: m.picture_unreadable,
	'no-code': m.picture_no_code,
	decoder: m.scan_decoder
};

/** A code is read whole or not at all: one that is no invite was never meant to be one. */
const FOREIGN_CODES: Readonly<Partial<Record<InviteFailure, () => string>>> = {
	missing: m.scan_foreign,
	damaged: m.scan_foreign,
	foreign: m.scan_foreign
};

/** What the scanner does now, or why it does nothing. */
export function scanText(scanner: QrScanner): string {
	switch (scanner.phase) {
		case 'opening':
			return m.scan_opening();
		case 'looking':
			return scanner.refusal ?? m.scan_looking();
		case 'found':
			return m.scan_found();
		case 'hidden':
			return '';
		case 'failed':
			return FAILURES[scanner.failure]();
	}
}

/** Why a code that was read did not lead to a note. */
export function codeErrorText(error: unknown): string {
	return failureText(error, FOREIGN_CODES, () => joinErrorText(error));
}

/** Why no code came out of a picture file. */
export function pictureErrorText(error: unknown): string {
	return failureText(error, PICTURE_FAILURES, m.picture_unreadable);
}
