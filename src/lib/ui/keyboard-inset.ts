import type { Unsubscribe } from '$lib/util/emitter.js';

/** Beyond it the page is enlarged by two fingers, and what is not seen is not the keyboard's. */
const MAX_SCALE = 1.02;

/**
 * Keeps `--keyboard-inset` of the root element at how much of the page's lower end the on-screen keyboard covers, and tells each
 * change. Where the keyboard makes the page itself smaller, as it does on Android, that is 0.
 */
export function watchKeyboardInset(changed: () => void): Unsubscribe {
	const { visualViewport } = window;
	if (visualViewport === null) return () => undefined;
	const { style } = document.documentElement;
	const watch = new AbortController();
	let inset = 0;
	const measure = (): void => {
		const { scale, height, offsetTop } = visualViewport;
		const next = scale > MAX_SCALE ? 0 : Math.max(0, Math.round(innerHeight - height - offsetTop));
		if (next === inset) return;
		inset = next;
		style.setProperty('--keyboard-inset', `${next}px`);
		changed();
	};
	for (const type of ['resize', 'scroll']) {
		visualViewport.addEventListener(type, measure, { signal: watch.signal });
	}
	measure();
	return () => {
		watch.abort();
		style.removeProperty('--keyboard-inset');
	};
}
