/** Runs only while the pages are built: there is no server. */
import type { Handle } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';
import { earlyPage } from '$lib/ui/early/early-page.js';
import { openingBar, type BarLook } from '$lib/ui/opening-bar.js';
import { getLocale, getTextDirection } from '$lib/paraglide/runtime.js';

/** Pages whose skeleton is that of a list; the others' is that of a text (src/lib/ui/opening.css). */
const LISTS = ['/', '/trash'];

const BARS: Readonly<Record<string, BarLook>> = { '/': 'library', '/note': 'note' };

/** Where a page's bar leads, where that is not to all notes. */
const BACK: Readonly<Record<string, () => string>> = { '/connection': m.settings };

/** Each page says in what language it is, from which side that is read, and what it will look like. */
export const handle: Handle = ({ event, resolve }) => {
	const route = event.route.id ?? '';
	const bar = BARS[route] ?? 'page';
	return resolve(event, {
		transformPageChunk: ({ html }) =>
			html
				.replace('%perch.lang%', getLocale())
				.replace('%perch.dir%', getTextDirection())
				.replace('%perch.noscript%', m.no_script())
				.replace('%perch.overdue%', m.start_overdue())
				.replace('%perch.bar-look%', bar)
				.replace('%perch.bar%', openingBar(bar, BACK[route]?.()))
				.replace('%perch.opening%', LISTS.includes(route) ? 'list' : 'text')
				.replace('%perch.early%', () => earlyPage(route, event.url.pathname))
	});
};
