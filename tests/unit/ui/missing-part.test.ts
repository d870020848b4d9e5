import { beforeEach, expect, it } from 'vitest';
import {
	RELOADS_AFTER_MS,
	RELOADS_FORGOTTEN_AFTER_MS,
	isMissingPart,
	noticeMissingParts,
	reloadSoon,
	type ReloadablePage
} from '$lib/ui/missing-part.js';

let now: number;
let delays: number[];
let reloads: number;
let goOnline: (() => void) | undefined;
let isOnline: boolean;
let stored: string | null;
let refusal: DOMException | undefined;

const page: ReloadablePage = {
	now: () => now,
	storage: {
		getItem() {
			if (refusal) throw refusal;
			return stored;
		},
		setItem(_, value) {
			if (refusal) throw refusal;
			stored = value;
		}
	},
	after(delayMs, task) {
		delays.push(delayMs);
		task();
	},
	whenOnline(task) {
		if (isOnline) task();
		else goOnline = task;
	},
	reload: () => void (reloads += 1)
};

beforeEach(() => {
	now = 1_000_000;
	delays = [];
	reloads = 0;
	goOnline = undefined;
	isOnline = true;
	stored = null;
	refusal = undefined;
});

it('knows the errors of missing parts from others', () => {
	const target = new EventTarget();
	noticeMissingParts(target);
	const missing = new TypeError('Failed to fetch dynamically imported module');
	target.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: missing }));
	expect(isMissingPart(missing)).toBe(true);
	expect(isMissingPart(new TypeError(missing.message))).toBe(false);
	expect(isMissingPart(undefined)).toBe(false);
});

it('loads the page again ever later, and not without end', () => {
	for (let count = 0; count < 2 * RELOADS_AFTER_MS.length; count += 1) reloadSoon(page);
	expect(delays).toEqual(RELOADS_AFTER_MS);
	expect(reloads).toBe(RELOADS_AFTER_MS.length);
});

it('begins to count anew after a while', () => {
	RELOADS_AFTER_MS.forEach(() => reloadSoon(page));
	now += RELOADS_FORGOTTEN_AFTER_MS;
	reloadSoon(page);
	expect(delays.at(-1)).toBe(RELOADS_AFTER_MS[0]);
});

it('waits for the network', () => {
	isOnline = false;
	reloadSoon(page);
	expect(reloads).toBe(0);
	goOnline?.();
	expect(reloads).toBe(1);
});

it('does not load again what it cannot count', () => {
	refusal = new DOMException('refused', 'SecurityError');
	reloadSoon(page);
	expect(reloads).toBe(0);
});

it.each(['nonsense', '{"a":1}', '["a"]'])('takes a count of %s for none', (text) => {
	stored = text;
	reloadSoon(page);
	expect(delays).toEqual([RELOADS_AFTER_MS[0]]);
});
