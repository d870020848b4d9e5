import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

type Heir = HTMLElement | null | undefined;
type FindHeir = () => Heir | Promise<Heir>;

/**
 * Where the focus goes when what had it is taken out of the page: else it would be lost, and with it the place of whoever
 * goes through the page by keys. A focus that was elsewhere by then stays there. The heir is asked for once the page is as it
 * is without what had the focus; it may still have to come.
 */
export function focusAfter(heir: FindHeir): Attachment<HTMLElement> {
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

async function handOver(heir: FindHeir): Promise<void> {
	// What takes its place is in the page only then.
	await tick();
	if (!isFocusLost()) return;
	const element = await heir();
	if (isFocusLost()) element?.focus();
}

function isFocusLost(): boolean {
	const { activeElement, body } = document;
	return activeElement === null || activeElement === body;
}
