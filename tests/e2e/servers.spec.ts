import type { Page } from '@playwright/test';
import { BadRelay, type Fault } from './support/bad-relay.js';
import { expect, test } from './support/fixtures.js';
import { agreedText, type Person } from './support/person.js';
import { Server } from './support/server.js';
import { TurnServer } from './support/turn-server.js';

/** Sets the servers of this device as Settings do; leaves the page there. */
async function addRelays(page: Page, urls: readonly string[]): Promise<void> {
	for (const url of urls) {
		await page.getByRole('button', { name: 'Add a relay' }).click();
		await page.getByRole('textbox', { name: 'Relay’s address' }).fill(url);
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await expect(page.getByRole('button', { name: `Test ${url}` })).toBeVisible();
	}
}

async function testResult(page: Page, address: string): Promise<string> {
	await page.getByRole('button', { name: `Test ${address}` }).click();
	const result = page.getByRole('status', { name: `Test of ${address}` });
	await expect(result).toHaveText(/./);
	return (await result.innerText()).trim();
}

async function addTurn(page: Page, turn: TurnServer, password = turn.credential): Promise<void> {
	await page.getByRole('button', { name: 'Add a TURN server' }).click();
	await page.getByRole('textbox', { name: 'TURN server’s address' }).fill(turn.turnUrl);
	await page.getByRole('textbox', { name: 'User name' }).fill(turn.username);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Add', exact: true }).click();
}

async function meet(a: Person, b: Person, link: string): Promise<void> {
	await b.page.goto(link);
	await b.ready();
	await b.editor.waitFor();
	await expect(b.editor).toContainText('seed');
	await b.caretTo('end');
	await b.type(' and harvest');
	expect(await agreedText(a, b)).toBe('seed and harvest');
}

test('P30: two meet where four of five relays are dead or silent from the start', async ({
	server,
	arrive
}) => {
	const faults: readonly Fault[] = ['silent', 'mute', 'swallows'];
	const bad = await Promise.all(faults.map((fault) => BadRelay.start(fault)));
	const good = `ws://localhost:${server.port}/relay`;
	const relays = [...bad.map(({ url }) => `${url}/`), `${await BadRelay.deadUrl()}/`, good];
	const [a, b] = await Promise.all([arrive(), arrive()]);
	await Promise.all(
		[a, b].map(async (person) => {
			await person.page.goto(`${person.app}/settings`);
			await addRelays(person.page, relays);
			await person.visit('/');
		})
	);
	await a.createNote('Field');
	await a.type('seed');
	const startedAt = Date.now();
	await meet(a, b, await a.shareLink());
	console.warn(`4 of 5 relays dead or silent: in sync after ${Date.now() - startedAt} ms`);
	await expect(a.status).toHaveText(/^Synced with/);
	await Promise.all(bad.map((relay) => relay.stop()));
});

test(
	'an own relay is tested by its button and used at once, also by a note that is open in another tab',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const [elsewhere, refusing] = await Promise.all([Server.start(), BadRelay.start('refuses')]);
		const dead = `${await BadRelay.deadUrl()}/`;
		const own = `ws://localhost:${elsewhere.port}/relay`;
		const [a, b] = await Promise.all([arrive(), arrive()]);
		// From now on the two can meet nowhere but there.
		await b.page.goto(`${b.app}/settings`);
		await addRelays(b.page, [own]);
		await a.createNote('Field');
		await a.type('seed');
		const link = await a.shareLink();

		const settings = await a.newPage();
		await settings.goto(`${a.app}/settings`);
		await settings.getByRole('button', { name: 'Add a relay' }).click();
		await settings.getByRole('textbox', { name: 'Relay’s address' }).fill('relay.example.org');
		await settings.getByRole('button', { name: 'Add', exact: true }).click();
		await expect(settings.getByRole('alert')).toHaveText(/begins with “wss:\/\/”/);
		await settings.getByRole('button', { name: 'Cancel' }).click();

		await addRelays(settings, [dead, `${refusing.url}/`, own]);
		expect(await testResult(settings, dead)).toMatch(/^Nothing can be reached/);
		expect(await testResult(settings, `${refusing.url}/`)).toBe(
			'It refuses. It says: “restricted: members only”'
		);
		expect(await testResult(settings, own)).toMatch(/^Works\. A message was there and back in \d+ ms\.$/);
		await meet(a, b, link);

		await settings.getByRole('button', { name: 'Back to the standard servers' }).click();
		await expect(settings.getByText('The standard servers are in use again.')).toBeVisible();
		await expect(settings.getByRole('button', { name: `Test ${own}` })).toBeHidden();
		await Promise.all([elsewhere.stop(), refusing.stop()]);
	}
);

test('STUN and TURN are tested by their buttons, and “Only through TURN” shows no other address', async ({
	arrive
}) => {
	const turn = await TurnServer.start();
	try {
		const [a, b] = await Promise.all([arrive(), arrive()]);
		for (const person of [a, b]) {
			const { page } = person;
			await page.goto(`${person.app}/settings`);
			await page.getByRole('checkbox', { name: 'Only through TURN' }).check();
			await expect(page.getByRole('alert').filter({ hasText: 'There is no TURN server' })).toBeVisible();
			await addTurn(page, turn, person === a ? 'wrong' : turn.credential);
			await expect(page.getByRole('alert').filter({ hasText: 'There is no TURN server' })).toBeHidden();
		}
		expect(await testResult(a.page, turn.turnUrl)).toBe('The user name or the password is wrong.');
		await a.page.getByRole('button', { name: `Remove ${turn.turnUrl}` }).click();
		await expect(a.page.getByRole('heading', { name: 'TURN', exact: false, level: 3 })).toBeFocused();
		await addTurn(a.page, turn);
		expect(await testResult(a.page, turn.turnUrl)).toMatch(/^Works\. A message was at the other end/);

		await a.page.getByRole('button', { name: 'Add a STUN server' }).click();
		await a.page.getByRole('textbox', { name: 'STUN server’s address' }).fill(turn.stunUrl);
		await a.page.getByRole('button', { name: 'Add', exact: true }).click();
		expect(await testResult(a.page, turn.stunUrl)).toMatch(/^Works\. The server /);

		await Promise.all([a, b].map((person) => watchCandidates(person.page)));
		await a.visit('/');
		await a.createNote('Field');
		await a.type('seed');
		await meet(a, b, await a.shareLink());
		for (const person of [a, b]) {
			const types = await candidateTypes(person.page);
			expect(types.gathered.size).toBeGreaterThan(0);
			expect([...types.gathered]).toEqual(['relay']);
			expect([...types.used]).toEqual(['relay']);
		}
	} finally {
		await turn.stop();
	}
});

/** Has each page that is opened from now on keep its connections where a test finds them. */
async function watchCandidates(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const connections: RTCPeerConnection[] = [];
		const Real = RTCPeerConnection;
		globalThis.RTCPeerConnection = class extends Real {
			constructor(configuration?: RTCConfiguration) {
				super(configuration);
				connections.push(this);
			}
		};
		Object.assign(globalThis, { testConnections: connections });
	});
}

/** The types of all candidates that the page offered to anybody, and of those in use. */
async function candidateTypes(page: Page): Promise<{ gathered: Set<string>; used: Set<string> }> {
	const types = await page.evaluate(async () => {
		const { testConnections } = globalThis as unknown as { testConnections: RTCPeerConnection[] };
		const gathered: string[] = [];
		const used: string[] = [];
		for (const connection of testConnections) {
			const sdp = connection.localDescription?.sdp ?? '';
			gathered.push(...[...sdp.matchAll(/ typ (\w+)/g)].map(([, type]) => type ?? ''));
			const stats = await connection.getStats();
			const all = [...stats.values()] as {
				id: string;
				type: string;
				candidateType?: string;
				nominated?: boolean;
				state?: string;
				localCandidateId?: string;
				remoteCandidateId?: string;
			}[];
			gathered.push(...all.flatMap((it) => (it.type === 'local-candidate' ? (it.candidateType ?? '') : [])));
			for (const pair of all.filter((it) => it.type === 'candidate-pair' && it.state === 'succeeded')) {
				const ends = all.filter(({ id }) => id === pair.localCandidateId || id === pair.remoteCandidateId);
				used.push(...ends.map(({ candidateType = '' }) => candidateType));
			}
		}
		return { gathered, used };
	});
	return { gathered: new Set(types.gathered), used: new Set(types.used) };
}

test('a STUN or TURN server that the browser does not take is told in words, and two meet all the same', async ({
	arrive
}) => {
	const [alice, bob] = [await arrive(), await arrive()];
	const told = (page: Page) => page.getByText('The browser does not take');
	await alice.page.route('**/config.json', async (route) => {
		const config = (await (await route.fetch()).json()) as { iceServers?: object[] };
		const iceServers = [{ urls: 'stun:nobody.example:700000' }, { urls: ['turn:nobody.example'] }];
		await route.fulfill({ json: { ...config, iceServers } });
	});
	await alice.visit('/settings');
	await expect(told(alice.page)).toContainText('stun:nobody.example:700000 and turn:nobody.example');
	await alice.visit('/');
	await alice.createNote('Orchard');
	await alice.type('seed');
	await meet(alice, bob, await alice.shareLink());
	await bob.visit('/settings');
	await expect(told(bob.page)).toBeHidden();
});
