import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { m } from '$lib/paraglide/messages.js';
import { workspace } from '$lib/workspace/workspace.svelte.js';
import { startup } from './startup.svelte.js';

/**
 * Makes the note that shows what can be done in notes, and opens it. It is a note like any other: to be written in, and to be thrown
 * away.
 *
 * @throws StorageError
 */
export async function openWelcomeNote(): Promise<void> {
	await startup.finished;
	const id = await workspace.createOf({ title: m.welcome_title(), text: m.welcome_text() });
	await goto(resolve(`/note/#${id}`));
}
