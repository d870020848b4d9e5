import { expect, it } from 'vitest';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { Profile } from '$lib/workspace/profile.svelte.js';

async function loaded(local: MemoryKeyValueStore): Promise<Profile> {
	const profile = new Profile(local);
	await profile.load();
	return profile;
}

it('a person is the same after a restart', async () => {
	const local = new MemoryKeyValueStore();
	const { person, name, colour } = await loaded(local);
	const again = await loaded(local);
	expect(again).toMatchObject({ person, name, colour });
});

it('a name that is typed before the stored one has come is kept, and the person is who they were', async () => {
	const local = new MemoryKeyValueStore();
	const { person, colour } = await loaded(local);
	const early = new Profile(local);
	early.setName('Ada');
	await early.load();
	expect(early).toMatchObject({ person, colour, name: 'Ada' });
	expect(await loaded(local)).toMatchObject({ person, colour, name: 'Ada' });
});

it('a name that is typed at the very first start is kept', async () => {
	const local = new MemoryKeyValueStore();
	const early = new Profile(local);
	early.setName('Ada');
	await early.load();
	expect(await loaded(local)).toMatchObject({ person: early.person, name: 'Ada' });
});
