/** Runs only while the pages are built: there is no server. */
import type { Handle } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';
import { getLocale, getTextDirection } from '$lib/paraglide/runtime.js';

/** Pages whose skeleton is that of a list; the others' is that of a text (src/lib/ui/opening.css). */
const LISTS = ['/', '/trash'];

/** Each page says in what language it is, from which side that is read, and what it will look like. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) =>
			html
				.replace('%perch.lang%', getLocale())
				.replace('%perch.dir%', getTextDirection())
				.replace('%perch.noscript%', m.no_script())
				.replace('%perch.overdue%', m.start_overdue())
				.replace('%perch.opening%', LISTS.includes(event.route.id ?? '') ? 'list' : 'text')
	});
