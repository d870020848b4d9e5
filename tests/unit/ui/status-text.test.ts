import { expect, it } from 'vitest';
import { shortStatusText, statusText } from '$lib/ui/status-text.js';
import type { SyncStatus } from '$lib/workspace/types.js';

function syncedWith(...names: string[]): SyncStatus {
	return { kind: 'synced', names };
}

it('where there is little room, whom one is synced with is told by their number if their names are long, and else by those', () => {
	const two = syncedWith('Ada', 'Bo');
	expect(shortStatusText(two, 'edit')).toBe('Synced with Ada and Bo');
	const three = syncedWith('Jackdaw', 'Wood pigeon', 'Kingfisher');
	expect(statusText(three, 'edit')).toBe('Synced with Jackdaw, Wood pigeon, and Kingfisher');
	expect(shortStatusText(three, 'edit')).toBe('Synced with 3 others');
	expect(shortStatusText(three, 'view')).toBe('View only. Synced with 3 others');
	const one = syncedWith('A person whose name is longer than most are');
	expect(shortStatusText(one, 'edit')).toBe(statusText(one, 'edit'));
});
