import { m } from '$lib/paraglide/messages.js';
import type { AnswerRefusal, PairingFailure } from '$lib/workspace/pairing-types.js';
import type { QrScanner } from './qr-scanner.svelte.js';
import { scanText } from './scan-text.js';

const FAILURES: Readonly<Record<PairingFailure, () => string>> = {
	'no-webrtc': m.direct_no_webrtc,
	'only-through-turn': m.direct_only_through_turn,
	'no-address': m.direct_no_address,
	unsupported: m.direct_unsupported,
	expired: m.direct_expired,
	damaged: m.direct_damaged,
	newer: m.direct_newer,
	'not-reached': m.direct_not_reached,
	unknown: m.direct_unknown
};

const REFUSALS: Readonly<Record<AnswerRefusal, () => string>> = {
	own: m.direct_own,
	offer: m.direct_is_offer,
	answer: m.direct_foreign,
	foreign: m.direct_foreign,
	newer: m.direct_newer
};

/** Why a try failed, and what to do next. */
export function pairingFailureText(failure: PairingFailure): string {
	return FAILURES[failure]();
}

/** What is wrong with what was scanned instead of the answer. */
export function answerRefusalText(refusal: AnswerRefusal): string {
	return REFUSALS[refusal]();
}

/** As `scanText`, where the answer is looked for. */
export function answerScanText(scanner: QrScanner): string {
	if (scanner.phase === 'found') return m.direct_found();
	if (scanner.phase !== 'failed') return scanText(scanner);
	switch (scanner.failure) {
		case 'refused':
			return m.direct_camera_refused();
		case 'missing':
		case 'unsupported':
		case 'insecure':
			return m.direct_camera_missing();
		case 'busy':
		case 'lost':
		case 'decoder':
		case 'unknown':
			return m.direct_camera_failed();
	}
}
