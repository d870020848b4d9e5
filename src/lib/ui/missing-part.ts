import { parseJson } from '$lib/util/parse-json.js';
import { workUnderWay } from '$lib/workspace/work-under-way.svelte.js';

/** When, in milliseconds after a part of the app could not be fetched, the page is loaded again: the first time, the second, … */
export const RELOADS_AFTER_MS: readonly number[] = [300, 1_500, 5_000];

/** Reloads longer ago, in milliseconds, had another reason. */
export const RELOADS_FORGOTTEN_AFTER_MS = 60_000;

/** While something is under way that a reload would cut short, it is asked again after this time, in milliseconds. */
const AT_WORK_MS = 500;

const RELOADS_KEY = 'perch-reloads';

const missingParts = new WeakSet<object>();

/** Whether an error is that of a part of the app that could not be fetched, as while the network changes. */
export function isMissingPart(error: unknown): boolean {
	return typeof error === 'object' && error !== null && missingParts.has(error);
}

/** Has the errors of parts that cannot be fetched known as such from now on. */
export function noticeMissingParts(target: EventTarget): void {
	target.addEventListener('vite:preloadError', (event) => {
		const { payload } = event as Event & { payload?: unknown };
		if (typeof payload === 'object' && payload !== null) missingParts.add(payload);
	});
}

/** What the reloads need of a page. */
export interface ReloadablePage {
	/** Milliseconds since the epoch: the count outlives the page. */
	now(): number;
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	after(delayMs: number, task: () => void): void;
	whenOnline(task: () => void): void;
	reload(): void;
}

/**
 * Loads the page again a little later, for a page of which a part is missing shows nothing that can be lost. A part that is missing
 * every time is not asked for without end: then the page stays as it is.
 */
export function reloadSoon(page: ReloadablePage): void {
	const earlier = reloadsOf(page).filter((at) => page.now() - at < RELOADS_FORGOTTEN_AFTER_MS);
	const delayMs = RELOADS_AFTER_MS[earlier.length];
	if (delayMs === undefined || !noted(page, [...earlier, page.now()])) return;
	page.after(delayMs, () => page.whenOnline(() => page.reload()));
}

function reloadsOf({ storage }: ReloadablePage): readonly number[] {
	try {
		const reloads = parseJson(storage.getItem(RELOADS_KEY) ?? '');
		return Array.isArray(reloads) ? reloads.filter((at) => typeof at === 'number') : [];
	} catch (error) {
		if (error instanceof DOMException) return [];
		throw error;
	}
}

/** Whether the reloads could be noted; where they are not counted, there is none. */
function noted({ storage }: ReloadablePage, reloads: readonly number[]): boolean {
	try {
		storage.setItem(RELOADS_KEY, JSON.stringify(reloads));
		return true;
	} catch (error) {
		if (error instanceof DOMException) return false;
		throw error;
	}
}

/** This page, as the reloads need it. */
export const thisPage: ReloadablePage = {
	now: () => Date.now(),
	get storage() {
		return sessionStorage;
	},
	after: (delayMs, task) => void setTimeout(task, delayMs),
	whenOnline(task) {
		if (navigator.onLine) task();
		else addEventListener('online', task, { once: true });
	},
	reload() {
		if (workUnderWay.any) setTimeout(() => thisPage.reload(), AT_WORK_MS);
		else location.reload();
	}
};
