import { test as base } from '@playwright/test';
import { IdleBrowsers } from './idle-browsers.js';
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
	/** As `arrive`, for who is to use the app without the server: only this browser gets a service worker, and nobody had it before. */
	readonly arriveToInstall: (browser?: BrowserName, firefoxPrefs?: FirefoxPrefs) => Promise<Person>;
	/** Takes note of a person: they leave at the end. */
	readonly accompany: (arriving: Promise<Person>) => Promise<Person>;
}

interface WorkerFixtures {
	readonly idleBrowsers: IdleBrowsers;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	idleBrowsers: [
		async ({}, use) => {
			const idle = new IdleBrowsers();
			await use(idle);
			await idle.end();
		},
		{ scope: 'worker' }
	],
	server: async ({}, use) => {
		const server = await Server.start();
		await use(server);
		await server.stop();
	},
	// With the server's end before the people's the app would tell of lost connections.
	accompany: async ({ server: _server }, use) => {
		const people: Person[] = [];
		await use(async (arriving) => {
			const person = await arriving;
			people.push(person);
			return person;
		});
		await Promise.all(people.map((person) => person.leave()));
		base.expect(people.flatMap(({ problems }) => problems)).toEqual([]);
	},
	arrive: async ({ server, idleBrowsers, accompany }, use) => {
		await use((browser = 'chromium', firefoxPrefs, prepare, extras) => {
			const isPlain = browser === 'chromium' && prepare === undefined && extras === undefined;
			return accompany(
				isPlain
					? Person.arriveWith(idleBrowsers, server.url)
					: Person.arrive(server.url, browser, firefoxPrefs, prepare, {
							isShell: true,
							installs: browser !== 'chromium',
							...extras
						})
			);
		});
	},
	arriveToInstall: async ({ server, accompany }, use) => {
		await use((browser, firefoxPrefs) => accompany(Person.arrive(server.url, browser, firefoxPrefs)));
	}
});

export { expect } from '@playwright/test';
