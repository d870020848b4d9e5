/**
 * Runs on every page before SvelteKit starts: SvelteKit imports it beside the app, and reads the address only later.
 */
import type { HandleClientError } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { WORKER_ADDRESSES } from '$lib/editor/mirror/workers.js';
import { beginCompilingLoro, COMPILE_WORKER_ADDRESS } from '$lib/note/compile-loro.js';
import { SEARCH_WORKER_ADDRESSES } from '$lib/search/workers.js';
import { isPageAt } from '$lib/ui/is-page-at.js';
import { isMissingPart, noticeMissingParts, reloadSoon, thisPage } from '$lib/ui/missing-part.js';
import { needsNotesAtOnce } from '$lib/ui/needs-notes.js';
import { hideInvite } from '$lib/ui/taken-invite.js';

const WORKERS = [...WORKER_ADDRESSES, ...SEARCH_WORKER_ADDRESSES, COMPILE_WORKER_ADDRESS];
const SCRIPTS = [`${resolve('/')}sw.js`, ...WORKERS].map(absolute);

/** The part of Trusted Types that is used here; TypeScript's own types do not have them. */
interface TrustedTypes {
	createPolicy(name: 'default', rules: { createScriptURL: (url: string) => string | undefined }): unknown;
}

if (isPageAt(resolve('/join'))) hideInvite();

/**
 * The page's policy refuses text where script or markup could come of it. The only addresses of scripts that are given as text
 * are those of the app's workers; for HTML and script there is no rule, so they stay refused.
 */
(globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('default', {
	createScriptURL: (url) => (SCRIPTS.includes(absolute(url)) ? url : undefined)
});

noticeMissingParts(globalThis);

// It takes longer than all the rest.
if (needsNotesAtOnce()) beginCompilingLoro();

/** What a page could not be shown for is told by the error page; where a part of the app did not come, that is tried again. */
export const handleError: HandleClientError = ({ error, message }) => {
	console.error(error);
	if (isMissingPart(error)) reloadSoon(thisPage);
	return { message };
};

function absolute(url: string): string {
	return new URL(url, location.href).href;
}
