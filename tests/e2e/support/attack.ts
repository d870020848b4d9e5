import { EvilRelay } from './evil-relay.js';
import { expect, test as base } from './fixtures.js';
import { PatchedApp, type Patch } from './patched-app.js';
import { Person } from './person.js';
import { Watch } from './watch.js';

/** Somebody with a browser that is watched. */
export interface Watched {
	readonly person: Person;
	readonly watch: Watch;
}

export const test = base.extend<{
	/** A relay that a test can make evil. */
	readonly relay: EvilRelay;
	/** Serves the app with changes, on the relay of all others. */
	readonly serve: (...patches: readonly Patch[]) => Promise<PatchedApp>;
	/** Starts a browser for somebody who has the app from there, and watches it. */
	readonly arriveAt: (app: string, name: string) => Promise<Watched>;
}>({
	relay: async ({ server }, use) => {
		const relay = await EvilRelay.before(server);
		await use(relay);
		await relay.stop();
	},
	serve: async ({ server }, use) => {
		const apps: PatchedApp[] = [];
		await use(async (...patches) => {
			const app = await PatchedApp.before(server, patches);
			apps.push(app);
			return app;
		});
		await Promise.all(apps.map((app) => app.stop()));
		expect(apps.map(({ isPatched }) => isPatched)).not.toContain(false);
	},
	arriveAt: async ({}, use) => {
		const people: Person[] = [];
		await use(async (app, name) => {
			const watch = new Watch();
			const person = await Person.arrive(app, 'chromium', {}, watch.prepare, {
				isShell: true,
				installs: false
			});
			people.push(person);
			await person.goBy(name);
			return { person, watch };
		});
		await Promise.all(people.map((person) => person.leave()));
		expect(people.flatMap(({ problems }) => problems)).toEqual([]);
	}
});

/** Opens an invite in the app that this person has. */
export async function join({ person }: Watched, link: string): Promise<void> {
	await person.page.goto(`${person.app}/join#${link.slice(link.indexOf('#') + 1)}`);
	await person.ready();
}

/** What a page says who it is: whoever meets it is told. */
export async function personId({ page }: Person): Promise<string> {
	return await page.evaluate(async () => {
		const done = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
		const database = await done(indexedDB.open('perch-local'));
		const store = database.transaction('local').objectStore('local');
		const { person } = (await done(store.get(['profile', 'self']))) as { person: string };
		database.close();
		return person;
	});
}

export { expect };
