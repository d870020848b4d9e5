import { resolve } from '$app/paths';
import { isPageAt } from './is-page-at.js';
import { takeInvite } from './taken-invite.js';

const PATHS: readonly string[] = [resolve('/note'), resolve('/new'), resolve('/open')];

/** Whether the page that is loaded has nothing to show before notes can be worked on, or an invite waits for that. */
export function needsNotesAtOnce(): boolean {
	return PATHS.some(isPageAt) || (isPageAt(resolve('/join')) && takeInvite() !== undefined);
}
