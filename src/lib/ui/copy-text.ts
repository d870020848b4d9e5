import { m } from '$lib/paraglide/messages.js';
import type { DeviceCopy } from '$lib/workspace/types.js';

/** How much of the note a device has stored, as it said. */
export function copyText({ hasAll, hasLastEdit }: Pick<DeviceCopy, 'hasAll' | 'hasLastEdit'>): string {
	if (hasAll) return m.copy_has_all();
	return hasLastEdit ? m.copy_has_last_edit() : m.copy_has_part();
}
