import { expect, it, vi } from 'vitest';
import { StorageError } from '$lib/storage/chunk-store';
import type { KeyValueStore } from '$lib/storage/key-value';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value';
import { ServerSettings } from '$lib/workspace/server-settings.svelte';

const RELAY = 'wss://own.example/';

it('keeps what was set, tells of it here, and in other tabs', async () => {
	const local = new MemoryKeyValueStore();
	const [here, there] = [new ServerSettings(local), new ServerSettings(local)];
	await Promise.all([here.load(), there.load()]);
	expect(here.isOwn).toBe(false);
	const told = vi.fn();
	here.onChange(told);
	const toldThere = new Promise<void>((resolve) => void there.onChange(() => resolve()));
	await here.change({ relays: [RELAY], onlyThroughTurn: true });
	expect(told).toHaveBeenCalledOnce();
	await toldThere;
	expect(there.own).toEqual({ relays: [RELAY], stun: [], turn: [], onlyThroughTurn: true });
	await here.reset();
	expect(here.isOwn).toBe(false);
	const later = new ServerSettings(local);
	await later.load();
	expect(later.isOwn).toBe(false);
});

it('uses what was set and says so if it cannot be stored', async () => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	const local = new MemoryKeyValueStore();
	const settings = new ServerSettings(local);
	await settings.load();
	local.close();
	await settings.change({ onlyThroughTurn: true });
	expect(settings.own.onlyThroughTurn).toBe(true);
	expect(settings.unsaved).toBe(true);
});

it('is loaded only once it was read: nobody connects before that', async () => {
	const settings = new ServerSettings(new MemoryKeyValueStore());
	let isLoaded = false;
	void settings.loaded.then(() => (isLoaded = true));
	await Promise.resolve();
	expect(isLoaded).toBe(false);
	await settings.load();
	await settings.loaded;
	expect(isLoaded).toBe(true);
});

it('P30: what is changed before the rest was read leaves the rest as it was stored', async () => {
	const local = new MemoryKeyValueStore();
	const before = new ServerSettings(local);
	await before.load();
	await before.change({ onlyThroughTurn: true });
	const settings = new ServerSettings(local);
	await settings.change({ relays: [RELAY] });
	await settings.load();
	expect(settings.own).toMatchObject({ relays: [RELAY], onlyThroughTurn: true });
});

it('P30: a wish to hide the address is not overtaken by what is read meanwhile', async () => {
	const local = new MemoryKeyValueStore();
	const settings = new ServerSettings(local);
	await settings.load();
	await Promise.all([settings.load(), settings.change({ onlyThroughTurn: true }), settings.load()]);
	expect(settings.own.onlyThroughTurn).toBe(true);
});

it('P30: what could not be stored holds here, whatever another tab stores, until it is', async () => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	const local = new MemoryKeyValueStore();
	let isFull = true;
	const full: KeyValueStore = {
		section: (name, check) => {
			const section = local.section(name, check);
			const set: typeof section.set = (key, value) =>
				isFull ? Promise.reject(new StorageError('quota')) : section.set(key, value);
			return { ...section, set };
		},
		erase: (places) => local.erase(places),
		close: () => local.close()
	};
	const [here, there] = [new ServerSettings(full), new ServerSettings(local)];
	await Promise.all([here.load(), there.load()]);
	await here.change({ onlyThroughTurn: true });
	expect(here.unsaved).toBe(true);
	await there.change({ relays: [RELAY] });
	await here.load();
	expect(here.own).toMatchObject({ relays: [RELAY], onlyThroughTurn: true });
	isFull = false;
	await here.change({ stun: [] });
	await there.load();
	expect(there.own.onlyThroughTurn).toBe(true);
	expect(here.unsaved).toBe(false);
});
