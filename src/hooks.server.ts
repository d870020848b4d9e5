/** Runs only while the pages are built: there is no server. */
import type { Handle } from '@sveltejs/kit';
import { getLocale, getTextDirection } from '$lib/paraglide/runtime.js';

/** Each page says in what language it is, and from which side that is read. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) =>
			html.replace('%perch.lang%', getLocale()).replace('%perch.dir%', getTextDirection())
	});
