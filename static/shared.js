/**
 * What other apps share with the installed app comes as a POST to `open/` (the manifest's `share_target`). The service worker,
 * which loads this, keeps it in a cache of its own and leads to the page that makes a note of it, so that no server is asked
 * and no address holds the text (docs/decisions/0022-from-other-apps.md).
 */

/** The page knows it by the same name: `src/lib/workspace/shared-items.ts`. */
const SHARED_CACHE = 'perch-shared';

/** More than this at once, in bytes, is not taken: a note of a text has at most 10 MB. */
const MAX_SHARED_BYTES = 32 * 1024 * 1024;

/** So many wait at most; of more, the oldest gives way. */
const MAX_WAITING = 20;

/** A page without a scope of a service worker has nothing to do with this. */
const scope = /** @type {{ registration?: { scope: string } }} */ (/** @type {unknown} */ (self)).registration
	?.scope;

self.addEventListener('fetch', (event) => {
	const { request, respondWith } = /** @type {FetchLike} */ (/** @type {unknown} */ (event));
	if (scope === undefined || request.method !== 'POST') return;
	if (new URL(request.url).pathname !== new URL('open/', scope).pathname) return;
	respondWith.call(event, keep(request, scope));
});

/**
 * @typedef {{ request: Request, respondWith: (answer: Promise<Response>) => void }} FetchLike
 */

/**
 * @param {Request} request
 * @param {string} root
 * @returns {Promise<Response>} leads to the page, whatever happens: it says what went wrong
 */
async function keep(request, root) {
	const page = (/** @type {string} */ about) => Response.redirect(new URL(`open/#${about}`, root).href, 303);
	try {
		const body = await request.blob();
		if (body.size > MAX_SHARED_BYTES) return page('too-large');
		const id = crypto.randomUUID();
		const cache = await caches.open(SHARED_CACHE);
		// The kind of the body names the boundary between its parts.
		const headers = { 'Content-Type': request.headers.get('Content-Type') ?? '' };
		await cache.put(new URL(`shared/${id}`, root).href, new Response(body, { headers }));
		const waiting = await cache.keys();
		for (const old of waiting.slice(0, -MAX_WAITING)) await cache.delete(old);
		return page(id);
	} catch (error) {
		console.error('what was shared could not be kept', error);
		return page('not-kept');
	}
}
