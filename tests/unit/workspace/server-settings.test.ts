import { expect, it, vi } from 'vitest';
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
