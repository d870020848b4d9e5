import { resolve } from '$app/paths';
import { takeInvite } from './taken-invite.js';

const PATHS: readonly string[] = [resolve('/note'), resolve('/new'), resolve('/open')];

/** Whether the page that is loaded has nothing to show before notes can be worked on, or an invite waits for that. */
export function needsNotesAtOnce(): boolean {
	const path = location.pathname.replace(/\/$/, '');
	return PATHS.includes(path) || (path === resolve('/join') && takeInvite() !== undefined);
}
