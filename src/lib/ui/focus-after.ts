import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** For so many pictures it is waited for an heir. */
const MOST_FRAMES = 60;

/**
 * Where the focus goes when what had it is taken out of the page: else it would be lost, and with it the place of whoever
 * goes through the page by keys. A focus that was elsewhere by then stays there. The heir is asked for once the page is as it
 * is without what had the focus, and again with each picture as long as there is none.
 */
export function focusAfter(heir: () => HTMLElement | null | undefined): Attachment<HTMLElement> {
	return (element) => {
		let isWithin = element.contains(document.activeElement);
		const came = () => (isWithin = true);
		const went = () =>
			// Browsers differ in whether what is being taken away tells of it.
			queueMicrotask(() => (isWithin = element.contains(document.activeElement)));
		element.addEventListener('focusin', came);
		element.addEventListener('focusout', went);
		return () => {
			element.removeEventListener('focusin', came);
			element.removeEventListener('focusout', went);
			if (isWithin) void handOver(heir);
		};
	};
}

async function handOver(heir: () => HTMLElement | null | undefined): Promise<void> {
	// What takes its place is in the page only then, or, as a row of the list, some pictures later.
	await tick();
	for (let frame = 0; frame < MOST_FRAMES; frame += 1) {
		const { activeElement, body } = document;
		if (activeElement !== null && activeElement !== body) return;
		const element = heir();
		if (element !== null && element !== undefined) {
			element.focus();
			return;
		}
		await new Promise((resolve) => requestAnimationFrame(resolve));
	}
}
