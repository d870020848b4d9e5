/** Tells whether the page is in sight and turned to, now and whenever that changes. @returns ends it */
export function watchLooked(tell: (looked: boolean) => void): () => void {
	const watch = new AbortController();
	const { signal } = watch;
	const look = () => tell(document.visibilityState === 'visible' && document.hasFocus());
	document.addEventListener('visibilitychange', look, { signal });
	window.addEventListener('focus', look, { signal });
	window.addEventListener('blur', look, { signal });
	look();
	return () => watch.abort();
}
