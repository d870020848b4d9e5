import type { InviteFailure } from '$lib/crypto/invite.js';
import { m } from '$lib/paraglide/messages.js';
import { failureText } from './failure-reason.js';
import { storageErrorAdvice } from './storage-text.js';

const TEXTS: Readonly<Record<InviteFailure | 'answer', () => string>> = {
	missing: m.join_missing,
	damaged: m.join_damaged,
	foreign: m.join_foreign,
	newer: m.join_newer,
	answer: m.direct_join_answer
};

/** Why the invite was not taken, and what to do next. */
export function joinErrorText(error: unknown): string {
	return failureText(error, TEXTS, () => m.join_not_stored({ advice: storageErrorAdvice(error) }));
}
