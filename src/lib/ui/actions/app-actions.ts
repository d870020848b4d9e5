import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import { plainText } from '$lib/note/plain-text.js';
import { m } from '$lib/paraglide/messages.js';
import { workspace } from '$lib/workspace/workspace.svelte.js';
import { relativeDate } from '../relative-date.js';
import type { Action } from './action.js';
import { commandCentre } from './command-centre.svelte.js';

/** What can be done wherever one is: to go anywhere, and to begin something. */
export function appActions(): readonly Action[] {
	const actions: Action[] = [
		{
			id: 'join',
			group: 'app',
			label: m.join_note(),
			words: m.join_words(),
			run: () => goto(resolve('/join/'))
		},
		{
			id: 'scan',
			group: 'app',
			label: m.scan_qr(),
			words: m.join_words(),
			// eslint-disable-next-line svelte/no-navigation-without-resolve -- resolved, with a query
			run: () => goto(`${resolve('/join/')}?scan`)
		},
		{
			id: 'library',
			group: 'app',
			label: m.all_notes(),
			run: () => goto(resolve('/'))
		},
		{
			id: 'trash',
			group: 'app',
			label: m.trash(),
			run: () => goto(resolve('/trash/'))
		},
		{
			id: 'settings',
			group: 'app',
			label: m.settings(),
			words: m.settings_words(),
			run: () => goto(resolve('/settings/'))
		},
		{
			id: 'device-connection',
			group: 'app',
			label: m.connection_settings(),
			run: () => goto(resolve('/connection/'))
		},
		{
			id: 'shortcuts',
			group: 'app',
			label: m.shortcuts(),
			words: m.help_words(),
			run: () => commandCentre.show('shortcuts')
		}
	];
	return workspace.ready ? [newNote, ...actions, welcome, ...noteLinks()] : actions;
}

const newNote: Action = {
	id: 'new-note',
	group: 'app',
	get label() {
		return m.note_new();
	},
	run: async () => {
		const id = await workspace.create();
		await goto(resolve(`/note/#${id}`));
	}
};

const welcome: Action = {
	id: 'welcome',
	group: 'app',
	get label() {
		return m.welcome_open();
	},
	get words() {
		return m.welcome_words();
	},
	run: async () => {
		const { openWelcomeNote } = await import('../welcome-note.js');
		await openWelcomeNote();
	}
};

/** The notes but the one that is shown. */
function noteLinks(): readonly Action[] {
	const shown = page.route.id === '/note' ? page.url.hash.slice(1).split('/', 1)[0] : undefined;
	const now = Date.now();
	return workspace.notes
		.filter(({ id }) => id !== shown)
		.map(({ id, title, preview, changedAt }) => ({
			id: `note-${id}`,
			group: 'notes',
			label: title.trim() === '' ? plainText(preview) || m.untitled() : title,
			hint: relativeDate(changedAt, now),
			run: () => goto(resolve(`/note/#${id}`))
		}));
}
