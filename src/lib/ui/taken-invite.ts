/** Where an invite waits that has left the address bar and is not stored yet: in this tab only, and over a reload. */
const WAITING_KEY = 'perch-invite';

/** Where sessionStorage is refused, it waits here, and a reload loses it. */
let waiting: string | undefined;

/**
 * Takes the invite out of the address bar (DESIGN.md, rule 16). The history entry is replaced in the same step, so that
 * neither "back" nor a restored session brings the secret up again. On a page that opens this is called before SvelteKit
 * starts (`src/hooks.client.ts`), which would write the address as it found it into the history once more.
 */
export function hideInvite(): void {
	const { hash, pathname, search } = location;
	if (hash.length <= 1) return;
	waiting = hash.slice(1);
	try {
		sessionStorage.setItem(WAITING_KEY, waiting);
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
	}
	history.replaceState(history.state, '', `${pathname}${search}`);
}

/** The invite that this tab was opened with and has not dealt with yet, or undefined if there is none. */
export function takeInvite(): string | undefined {
	hideInvite();
	return waiting ?? stored();
}

/** To be called once the invite is stored, or turned out to be none. */
export function forgetInvite(): void {
	waiting = undefined;
	try {
		sessionStorage.removeItem(WAITING_KEY);
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
	}
}

function stored(): string | undefined {
	try {
		return sessionStorage.getItem(WAITING_KEY) ?? undefined;
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
		return undefined;
	}
}
