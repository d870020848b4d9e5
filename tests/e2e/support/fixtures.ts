import { test as base } from '@playwright/test';
import { Person, type BrowserExtras, type BrowserName, type FirefoxPrefs, type Prepare } from './person.js';
import { Server } from './server.js';

interface Fixtures {
	/** The real server, on a port of its own. */
	readonly server: Server;
	/** Starts a browser for one more person. All of them leave at the end, and none may have met an error. */
	readonly arrive: (
		browser?: BrowserName,
		firefoxPrefs?: FirefoxPrefs,
		prepare?: Prepare,
		extras?: BrowserExtras
	) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = await Server.start();
		await use(server);
		await server.stop();
	},
	arrive: async ({ server }, use) => {
		const people: Person[] = [];
		await use(async (browser, firefoxPrefs, prepare, extras) => {
			const person = await Person.arrive(server.url, browser, firefoxPrefs, prepare, extras);
			people.push(person);
			return person;
		});
		await Promise.all(people.map((person) => person.leave()));
		base.expect(people.flatMap(({ problems }) => problems)).toEqual([]);
	}
});

export { expect } from '@playwright/test';
