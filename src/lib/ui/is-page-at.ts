/** Whether the page that was loaded stands at a path, which has no slash at its end. */
export function isPageAt(path: string): boolean {
	return location.pathname.replace(/\/$/, '') === path;
}
