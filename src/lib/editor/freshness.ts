/** How long a name stays after its caret moved, in milliseconds, and how long a caret, and what it selects, has its full colour. */
export const NAME_SHOWN_MS = 3_400;
export const CARET_FRESH_MS = 28_500;

const timers = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

/**
 * Says in `data-fresh` that its owner has just moved what is drawn here, and that this grows old: `named` becomes `coloured`, and then
 * it goes. An animation would have the browser draw each frame until then, also during its delay.
 */
export function freshen(drawn: HTMLElement): void {
	clearTimeout(timers.get(drawn));
	drawn.dataset['fresh'] = 'named';
	const age = () => {
		drawn.dataset['fresh'] = 'coloured';
		timers.set(
			drawn,
			setTimeout(() => delete drawn.dataset['fresh'], CARET_FRESH_MS - NAME_SHOWN_MS)
		);
	};
	timers.set(drawn, setTimeout(age, NAME_SHOWN_MS));
}
