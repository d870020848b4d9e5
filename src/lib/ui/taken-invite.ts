/**
 * Takes the invite out of the address bar (DESIGN.md, rule 16) and returns it, or undefined if there is none. The history
 * entry is replaced in the same step, so that neither "back" nor a restored session brings the secret up again. To be
 * called before anything is awaited.
 *
 * It is done by the browser's own history and not by SvelteKit's `replaceState`: that one only works once the router
 * has started, which on the first page is too late.
 */
export function takeInvite(): string | undefined {
	const { hash, pathname, search } = location;
	if (hash.length <= 1) return undefined;
	history.replaceState(history.state, '', `${pathname}${search}`);
	return hash.slice(1);
}
