import { nextTask } from '$lib/util/next-task.js';

/** With the page's own script, so much would begin at once that nothing is drawn meanwhile. */
export async function load() {
	const parts = await import('$lib/ui/note-parts.js');
	await nextTask();
	return { parts };
}
