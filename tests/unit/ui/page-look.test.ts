import { expect, it, vi } from 'vitest';
import { cleanLook, STANDARD_LOOK } from '$lib/ui/page-look-choices.js';
import { PageLook, type LookStore } from '$lib/ui/page-look.svelte.js';

/** What a browser keeps, for all its tabs. */
class MemoryStore implements LookStore {
	readonly kept = new Map<string, string>();
	isFull = false;

	getItem(key: string): string | null {
		return this.kept.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
		this.kept.set(key, value);
	}
}

function storageEvent(key: string | null): Event {
	return Object.assign(new Event('storage'), { key });
}

it('takes of what is stored what it knows', () => {
	for (const stored of [undefined, null, 'serif', 7, [], { font: 'comic', size: 3, typewriter: 'yes' }])
		expect(cleanLook(stored)).toEqual(STANDARD_LOOK);
	expect(cleanLook({ font: 'mono', size: 'tiny', spelling: false, later: 1 })).toEqual({
		...STANDARD_LOOK,
		font: 'mono',
		spelling: false
	});
	const store = new MemoryStore();
	store.kept.set('perch:look', '{"font":');
	expect(new PageLook(() => store).look).toEqual(STANDARD_LOOK);
});

it('is known at once in the next tab, and follows what is chosen in another', () => {
	const store = new MemoryStore();
	const [here, there] = [new PageLook(() => store), new PageLook(() => store)];
	const page = new EventTarget();
	there.follow(page);
	here.change({ font: 'mono', focus: true });
	expect(new PageLook(() => store).look).toEqual({ ...STANDARD_LOOK, font: 'mono', focus: true });
	page.dispatchEvent(storageEvent('something else'));
	expect(there.look).toEqual(STANDARD_LOOK);
	page.dispatchEvent(storageEvent('perch:look'));
	expect(there.look).toEqual(here.look);
	// Chosen before the other tab heard of it: both stay.
	there.change({ size: 'huge' });
	here.change({ width: 'wide' });
	expect(here.look).toEqual({ ...STANDARD_LOOK, font: 'mono', focus: true, size: 'huge', width: 'wide' });
	here.reset();
	expect(new PageLook(() => store).look).toEqual(STANDARD_LOOK);
	store.kept.clear();
	page.dispatchEvent(storageEvent(null));
	expect(there.look).toEqual(STANDARD_LOOK);
});

it('holds what could not be stored for this page, and says so', () => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	const store = new MemoryStore();
	const look = new PageLook(() => store);
	store.isFull = true;
	look.change({ font: 'mono' });
	look.change({ focus: true });
	expect(look.look).toEqual({ ...STANDARD_LOOK, font: 'mono', focus: true });
	expect(look.unsaved).toBe(true);
	store.isFull = false;
	look.change({ width: 'narrow' });
	expect(look.unsaved).toBe(false);
	expect(new PageLook(() => store).look).toEqual(look.look);
	const without = new PageLook(() => {
		throw new DOMException('denied', 'SecurityError');
	});
	without.change({ size: 'small' });
	expect(without.look.size).toBe('small');
	expect(without.unsaved).toBe(true);
});
