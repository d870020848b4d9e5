import type { NoteKeys } from '$lib/crypto/keys.js';
import type { Admission } from '$lib/sync/admission.js';
import { NoteAdmission } from '$lib/workspace/note-keys.js';

/** What a page with these keys proves and believes. */
export function keysAdmission(keys: NoteKeys): Admission {
	return new NoteAdmission({ get: () => Promise.resolve(keys) });
}
