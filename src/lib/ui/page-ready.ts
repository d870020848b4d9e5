import { endEarlySight } from './early/early-sight.js';

/** The page that last said that it can be used. */
let current: symbol | undefined;

/**
 * Marks the root element with `data-ready`: the page can be used (DESIGN.md). Returns what takes the mark off again,
 * which does nothing once another page has set it.
 */
export function markReady(): () => void {
	const mine = Symbol();
	current = mine;
	endEarlySight();
	document.documentElement.dataset.ready = '';
	return () => {
		if (current !== mine) return;
		current = undefined;
		delete document.documentElement.dataset.ready;
	};
}
