/** Runs only while the pages are built. */
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import EarlyConnection from './early-connection.svelte';
import EarlyJoin from './early-join.svelte';
import EarlyLibrary from './early-library.svelte';
import EarlyNote from './early-note.svelte';
import EarlySettings from './early-settings.svelte';
import EarlyTrash from './early-trash.svelte';
import { inlineScript } from './inline-script.js';
import joinScript from './join-script.js?raw';
import libraryScript from './library-script.js?raw';
import noteScript from './note-script.js?raw';

/** What a page shows before the app has come. */
interface EarlyPage {
	readonly name: string;
	/** As HTML. */
	readonly parts: () => string;
	/** Completes it from what is kept on the device, or where the page was opened. */
	readonly script?: string;
	/** How much of it stands without that: with its `head` the skeleton is below. */
	readonly shown?: 'head' | 'whole';
}

const PAGES: Readonly<Record<string, EarlyPage>> = {
	'/': { name: 'library', parts: () => parts(EarlyLibrary), script: libraryScript, shown: 'head' },
	'/note': { name: 'note', parts: () => parts(EarlyNote), script: noteScript },
	'/join': { name: 'join', parts: () => parts(EarlyJoin), script: joinScript, shown: 'whole' },
	'/settings': { name: 'settings', parts: () => parts(EarlySettings), shown: 'whole' },
	'/trash': { name: 'trash', parts: () => parts(EarlyTrash), shown: 'head' },
	'/connection': { name: 'connection', parts: () => parts(EarlyConnection), shown: 'whole' }
};

/**
 * As HTML, what a page shows before any file of a script has come: nothing for most.
 *
 * @param path the page's own, in its address
 */
export function earlyPage(route: string, path: string): string {
	const page = PAGES[route];
	if (page === undefined) return '';
	const { name, parts, script, shown } = page;
	const shows = shown === undefined ? '' : ` data-shown="${shown}"`;
	return (
		`<div class="early-sight" data-page="${name}" data-path="${path}"${shows} aria-hidden="true" inert>${parts()}</div>` +
		(script === undefined ? '' : `<script>${inlineScript(script)}</script>`)
	);
}

function parts(component: Component): string {
	// Without the marks by which Svelte would take it over, and without styles at elements, which the page's policy refuses.
	return render(component).body.replaceAll(/<!--.*?-->|\sstyle="[^"]*"/gs, '');
}
