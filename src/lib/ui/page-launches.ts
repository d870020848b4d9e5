import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type * as Incoming from './incoming.svelte.js';
import { answerLaunches, type LaunchingWindow } from './launches.js';

/** Before SvelteKit or a page changes it. */
const loadedFrom = location.href;

/** Answers the launches of the installed app in this window from now on. */
export function answerPageLaunches(): void {
	answerLaunches(
		window as LaunchingWindow,
		{ root: resolve('/'), loadedFrom },
		{
			awaitFiles: () => void withIncoming(({ incoming }) => incoming.awaitFiles()),
			openFiles: (files, unreadable) =>
				void withIncoming(({ incoming }) => incoming.openFiles(files, unreadable)),
			// eslint-disable-next-line svelte/no-navigation-without-resolve -- the browser gives the whole path
			show: (path) => void goto(path),
			load: (url) => location.assign(url)
		}
	);
}

/** What makes notes of files is loaded when there are any. */
async function withIncoming(use: (parts: typeof Incoming) => void | Promise<void>): Promise<void> {
	try {
		await use(await import('./incoming.svelte.js'));
	} catch (error) {
		console.error('the files were not opened', error);
	}
}
