import type { BrowserContext } from '@playwright/test';
import { cameraPlaying, cameraRefused, filmNothing } from './support/fake-camera.js';
import { expect, test } from './support/fixtures.js';
import { hide, UNWATCHED } from './support/out-of-sight.js';
import { codeText, directDialog, pairByCamera, scanSecondCode, showFirstCode } from './support/pairing.js';
import { agreedText, type BrowserExtras, type Person } from './support/person.js';

/** Longer than the first words on a channel take, in milliseconds. */
const DESCRIPTION_LATE_MS = 500;

/** With the app stored in it, to be used without the server. */
function installing(extras: BrowserExtras): BrowserExtras {
	return { ...extras, installs: true };
}

function pasteField(person: Person) {
	return directDialog(person).getByRole('textbox', { name: 'Or their code as text' });
}

/** Connects two devices by codes that are copied and pasted. */
async function pairByText(host: Person, guest: Person): Promise<void> {
	await showFirstCode(host);
	const first = await codeText(host);
	await guest.visit('/join');
	await guest.page.getByRole('textbox', { name: 'Invite link' }).fill(first);
	await guest.page.getByRole('button', { name: 'Join', exact: true }).click();
	const second = await codeText(guest);
	await scanSecondCode(host);
	for (const [wrong, sentence] of [
		[first, /This is your own code/],
		[`${second}A`, /This is not the answer to your code/]
	] as const) {
		await pasteField(host).fill(wrong);
		await directDialog(host).getByRole('button', { name: 'Connect' }).click();
		await expect(directDialog(host).getByRole('alert').filter({ hasText: sentence })).toBeVisible();
	}
	await pasteField(host).fill(second);
	await directDialog(host).getByRole('button', { name: 'Connect' }).click();
	await expect(directDialog(host)).toContainText('Connected');
	await directDialog(host).getByRole('button', { name: 'Done' }).click();
	await expect(directDialog(guest)).toBeHidden();
}

test('P29: with no server at all, two devices pair by scanning each other, and a third by one of them', async ({
	server,
	arrive
}, info) => {
	const films = ['host', 'guest', 'third'].map((name) => info.outputPath(`${name}.y4m`));
	await Promise.all(films.map(filmNothing));
	const [hostFilm = '', guestFilm = '', thirdFilm = ''] = films;
	const host = await arrive('chromium', {}, undefined, installing(cameraPlaying(hostFilm)));
	const guest = await arrive('chromium', {}, undefined, installing(cameraPlaying(guestFilm)));
	const third = await arrive(
		'chromium',
		{},
		undefined,
		installing({ ...cameraPlaying(thirdFilm), ...UNWATCHED })
	);
	for (const person of [host, guest, third]) await person.installed();
	await server.stop();

	await host.visit('/');
	await host.createNote('Cabin');
	await host.type('Wood is dry.');
	await pairByCamera(host, hostFilm, guest, guestFilm);
	await expect(guest.editor).toHaveText('Wood is dry.');
	await guest.caretTo('end');
	await guest.type(' Water is on.');
	await expect(host.editor).toHaveText('Wood is dry. Water is on.');
	await expect(host.status).toHaveText(/^Synced with/);
	await expect(guest.status).toHaveText(/^Synced with/);

	// Whoever was let in lets the next one in, and stays connected.
	await pairByCamera(guest, guestFilm, third, thirdFilm);
	await expect(third.editor).toHaveText('Wood is dry. Water is on.');
	await third.caretTo('end');
	await third.type(' Bread is here.');
	await host.caretTo('start');
	await host.type('Come! ');
	const text = await agreedText(host, guest, third);
	expect(text).toBe('Come! Wood is dry. Water is on. Bread is here.');
	for (const person of [host, guest, third]) await expect(person.status).toHaveText(/^Synced with/);

	// A phone that is put away for a while is gone, and here again without another code (P23).
	const show = await hide(third);
	const lifecycle = await third.context.newCDPSession(third.page);
	await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' });
	await expect(guest.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(2);
	await guest.caretTo('end');
	await guest.type(' Salt, too.');
	await expect(guest.status).toHaveText(/^Synced with/);
	await lifecycle.send('Page.setWebLifecycleState', { state: 'active' });
	await show();
	expect(await agreedText(host, guest, third)).toBe(`${text} Salt, too.`);
	await expect(guest.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(3);
	for (const person of [host, guest, third]) await expect(person.status).toHaveText(/^Synced with/);
});

test(
	'P29: without cameras, codes are pasted; Firefox answers one Chromium and lets in another',
	{ tag: '@long-only' },
	async ({ server, arrive, arriveToInstall }) => {
		const host = await arrive('chromium', {}, undefined, installing(cameraRefused()));
		const fox = await arrive('firefox');
		const third = await arriveToInstall();
		for (const person of [host, fox, third]) await person.installed();
		await server.stop();

		await host.visit('/');
		await host.createNote('Cabin');
		await host.type('Wood is dry.');
		await pairByText(host, fox);
		await pairByText(fox, third);
		await fox.caretTo('end');
		await fox.type(' Water is on.');
		await third.caretTo('start');
		await third.type('Come! ');
		expect(await agreedText(host, fox, third)).toBe('Come! Wood is dry. Water is on.');
		for (const person of [host, fox, third]) await expect(person.status).toHaveText(/^Synced with/);
	}
);

/** For a page whose browser tells of the other side's description only when the channel has been open for a while, as a busy one may. */
async function hearLateOfDescriptions(context: BrowserContext): Promise<void> {
	await context.addInitScript((lateMs) => {
		const described = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, 'remoteDescription');
		globalThis.RTCPeerConnection = class extends RTCPeerConnection {
			constructor(configuration?: RTCConfiguration) {
				super(configuration);
				let isTold = false;
				const description = () => described?.get?.call(this) as RTCSessionDescription | null;
				Object.defineProperty(this, 'remoteDescription', { get: () => (isTold ? description() : null) });
				this.addEventListener('signalingstatechange', (event) => {
					if (isTold || description() === null) return;
					event.stopImmediatePropagation();
					setTimeout(() => {
						isTold = true;
						this.dispatchEvent(new Event('signalingstatechange'));
					}, lateMs);
				});
			}
		};
	}, DESCRIPTION_LATE_MS);
}

test(
	'P25: who hears of the other side before the browser tells its description does not take it for a stranger',
	{ tag: '@long-only' },
	async ({ server, arrive }) => {
		const host = await arrive('chromium', {}, hearLateOfDescriptions, installing(cameraRefused()));
		const guest = await arrive('chromium', {}, undefined, installing(cameraRefused()));
		for (const person of [host, guest]) await person.installed();
		await server.stop();

		await host.visit('/');
		await host.createNote('Cabin');
		await host.type('Wood is dry.');
		await pairByText(host, guest);
		await expect(guest.editor).toHaveText('Wood is dry.');
		for (const person of [host, guest]) await expect(person.status).toHaveText(/^Synced with/);
	}
);
