import type { Unsubscribe } from '../util/emitter.js';

/** What the page tells of its own life. */
export interface PageLifeListener {
	/** The page goes out of sight, perhaps for ever: now is the last moment that is certain. */
	hidden(): void;
	/** The page is seen again, or the network is back: connections may be dead. */
	woken(): void;
	/** The page is back from the browser's cache of pages: what it left on going is still left. */
	restored(): void;
}

/** Tells a listener of the page's life, until unsubscribed. */
export function watchPageLife(listener: PageLifeListener): Unsubscribe {
	const watch = new AbortController();
	const { signal } = watch;
	const visibility = () => (document.visibilityState === 'hidden' ? listener.hidden() : listener.woken());
	document.addEventListener('visibilitychange', visibility, { signal });
	// Safari tells of no visibilitychange when a tab is closed or left.
	window.addEventListener('pagehide', () => listener.hidden(), { signal });
	const shown = ({ persisted }: PageTransitionEvent) => (persisted ? listener.restored() : listener.woken());
	window.addEventListener('pageshow', shown, { signal });
	// Chromium freezes pages out of sight; what they are connected to may be gone when they run on.
	document.addEventListener('resume', () => listener.woken(), { signal });
	window.addEventListener('online', () => listener.woken(), { signal });
	window.addEventListener('offline', () => listener.woken(), { signal });
	return () => watch.abort();
}
