import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';

/** Whatever went wrong, the person can still write. */
async function canStillWrite(person: Person): Promise<void> {
	await person.visit('/');
	await person.createNote('Still here');
	await person.type('and writing');
	await expect(person.status).toHaveText(/^Saved on this device/);
}

function mistyped(invite: string): string {
	const place = invite.length - 20;
	return invite.slice(0, place) + (invite[place] === 'A' ? 'B' : 'A') + invite.slice(place + 1);
}

test('a damaged, foreign or newer invite gets one sentence that says what to do', async ({ arrive }) => {
	const person = await arrive();
	const { page } = person;
	await person.createNote();
	const link = await person.shareLink();
	await page.goto(mistyped(link));
	await expect(page.getByRole('alert')).toHaveText(/missing or mistyped/);
	expect(page.url()).not.toContain('#');
	await expect(page).toHaveTitle(/Perch/);

	const field = page.getByRole('textbox', { name: 'Invite link' });
	const button = page.getByRole('button', { name: 'Join', exact: true });
	for (const [pasted, sentence] of [
		['https://example.com/', /not an invite/],
		['', /There is no link yet/],
		[link.slice(0, -8), /missing or mistyped/]
	] as const) {
		await field.fill(pasted);
		await button.click();
		await expect(page.getByRole('alert')).toHaveText(sentence);
	}
	await field.fill(`  ${link}\n`);
	await button.click();
	await person.editor.waitFor();
	await canStillWrite(person);
});

test('a note that this device does not hold', async ({ arrive }) => {
	const person = await arrive();
	await person.visit('/note#AAAAAAAAAAAAAAAAAAAAAA');
	await expect(person.page.getByText('This note is not on this device')).toBeVisible();
	await expect(person.page.getByRole('link', { name: 'Join' })).toBeVisible();
	await canStillWrite(person);
});

test('a browser without WebRTC writes, and says why nobody is met', async ({ arrive }) => {
	const person = await arrive();
	await person.context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
	await person.page.reload();
	await person.createNote();
	await person.type('alone');
	await person.shareLink();
	await expect(person.status).toHaveText(/^Saved on this device.*cannot connect to others/);
});

test('a browser without IndexedDB gets one sentence', async ({ arrive }) => {
	const person = await arrive();
	await person.context.addInitScript(() => {
		Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
	});
	await person.page.reload();
	await person.ready();
	await expect(person.page.getByText(/outside a private window/)).toBeVisible();
});

test('an address that is not secure gets one sentence', async ({ server, arrive }) => {
	const person = await arrive();
	const insecure = server.url.replace('localhost', 'perch.test');
	await person.page.goto(insecure);
	await expect(person.page.getByText(/not secure: open Perch by https/)).toBeVisible();
});

test('a relay that is down is named as the reason, and writing goes on', async ({ arrive }) => {
	const person = await arrive();
	await person.context.route('**/config.json', (route) =>
		route.fulfill({ json: { relays: ['ws://localhost:1/'] } })
	);
	await person.page.reload();
	await person.createNote();
	await person.type('text');
	await person.shareLink();
	await expect(person.status).toHaveText(/^Saved on this device.*no relay can be reached/);
});

test(
	'a config.json that is not JSON is told, and the one of last time is used',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const a = await arrive();
		const b = await arrive();
		await a.context.route('**/config.json', (route) => route.fulfill({ body: '<html>oops</html>' }));
		await a.page.reload();
		await a.ready();
		await expect(a.page.getByText(/settings of this server could not be read/)).toBeVisible();
		await a.createNote();
		await a.type('met all the same');
		await b.page.goto(await a.shareLink());
		await b.editor.waitFor();
		expect(await b.text()).toBe('met all the same');
	}
);

test(
	'an invite whose note nobody has open waits, and says so, and does not look like an empty note',
	{ tag: '@long-only' },
	async ({ server, arrive }) => {
		const a = await arrive();
		const b = await arrive();
		await a.createNote('Late');
		await a.type('worth the wait');
		const link = await a.shareLink();
		const address = a.page.url();
		await a.visit('/');
		await b.page.goto(link);
		await b.ready();
		await expect(b.status).toHaveText(/^Waiting for content/);
		await expect(b.editor).toHaveCount(0);
		await b.visit('/');
		await expect(b.page.getByText('Waiting for content')).toBeVisible();
		await b.page.goto(link);
		await a.page.goto(address);
		await b.editor.waitFor();
		expect(await b.text()).toBe('worth the wait');
		expect(b.page.url()).toContain(`${server.url}/note`);
	}
);
