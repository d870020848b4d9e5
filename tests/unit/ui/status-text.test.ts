import { expect, it } from 'vitest';
import { shortStatusText, statusText } from '$lib/ui/status-text.js';
import type { SyncStatus } from '$lib/workspace/types.js';

function syncedWith(...names: string[]): SyncStatus {
	return { kind: 'synced', names };
}

it('where there is little room, whom one is synced with is told by their number if they are several', () => {
	const three = syncedWith('Jackdaw', 'Wood pigeon', 'Kingfisher');
	expect(statusText(three, 'edit')).toBe('Synced with Jackdaw, Wood pigeon, and Kingfisher');
	expect(shortStatusText(three, 'edit')).toBe('Synced with 3');
	expect(shortStatusText(three, 'view')).toBe('View only. Synced with 3');
	const one = syncedWith('Jackdaw');
	expect(shortStatusText(one, 'edit')).toBe('Synced with Jackdaw');
	expect(shortStatusText({ kind: 'saving' }, 'edit')).toBe('Saving…');
});
