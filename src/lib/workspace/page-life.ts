import type { Unsubscribe } from '../util/emitter.js';

/** What the page tells of its own life. */
export interface PageLifeListener {
	/** The page goes out of sight, perhaps for ever: now is the last moment that is certain. */
	hidden(): void;
	/** The page is seen again, runs on, or has no network now: connections may be dead. */
	woken(): void;
	/** The device is in another network, or has one again: it may have another address. */
	networkChanged(): void;
	/** The page is back from the browser's cache of pages: what it left on going is still left. */
	restored(): void;
}

/** The part of the Network Information API that tells of another network; Safari and Firefox have none of it. */
interface NetworkInformation extends EventTarget {
	/** Such as `wifi` or `cellular`; desktop browsers do not say. */
	readonly type?: string;
}

/**
 * Tells when the device goes from one kind of network to another. The event also tells of each guess of how fast the network is,
 * which is all that desktop browsers tell: then nothing more may have happened than a good reason to look.
 */
function watchNetwork(listener: PageLifeListener, signal: AbortSignal): void {
	const { connection } = navigator as { readonly connection?: NetworkInformation };
	let type = connection?.type;
	const changed = () => {
		const isAnother = connection?.type !== type;
		type = connection?.type;
		if (isAnother) listener.networkChanged();
		else if (type === undefined) listener.woken();
	};
	connection?.addEventListener('change', changed, { signal });
	window.addEventListener('online', () => listener.networkChanged(), { signal });
	window.addEventListener('offline', () => listener.woken(), { signal });
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
	// A window that was behind others is not always told to be seen again.
	window.addEventListener('focus', () => listener.woken(), { signal });
	watchNetwork(listener, signal);
	return () => watch.abort();
}
