import type { Locator } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { encodeQR } from 'qr';
import { cameraPlaying, cameraRefused, camerasOf, film } from './support/fake-camera.js';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';

const TEXT = 'Plant the quinces first.';

/** Writes a note, opens the Share dialog, and gives the code that it shows. */
async function shownCode(person: Person): Promise<Locator> {
	await person.createNote('Orchard');
	await person.type(TEXT);
	await expect(person.status).toHaveText(/^Saved on this device/);
	await person.page.getByRole('button', { name: 'Share' }).click();
	const code = person.page
		.getByRole('dialog', { name: 'Share' })
		.getByRole('img', { name: 'Invite QR code' });
	await code.waitFor();
	return code;
}

function scanButton({ page }: Person): Locator {
	return page.getByRole('button', { name: 'Scan QR code' });
}

function camera({ page }: Person): Locator {
	return page.getByRole('region', { name: 'Camera' });
}

/** Whether any camera of the page still runs; to be asked for before one is opened. */
async function watchCameras({ page }: Person): Promise<() => Promise<string[]>> {
	await page.addInitScript(() => {
		const tracks: MediaStreamTrack[] = [];
		Object.assign(globalThis, { perchTracks: tracks });
		const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getUserMedia = async (wanted) => {
			const stream = await open(wanted);
			tracks.push(...stream.getTracks());
			return stream;
		};
	});
	return () =>
		page.evaluate(() =>
			(globalThis as unknown as { perchTracks: MediaStreamTrack[] }).perchTracks.map(
				(track) => track.readyState
			)
		);
}

/** A headless browser's pages are always seen: the page is told what a phone tells it. */
async function seen({ page }: Person, visible: boolean): Promise<void> {
	await page.evaluate(
		(state) => {
			Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
			document.dispatchEvent(new Event('visibilitychange'));
		},
		visible ? 'visible' : 'hidden'
	);
}

async function joined(person: Person): Promise<void> {
	await expect(person.editor).toHaveText(TEXT);
	expect(person.page.url()).toMatch(/\/note\/?#/);
}

test('a code that is filmed off the Share dialog leads into the note, and the camera is closed', async ({
	arrive
}, info) => {
	const host = await arrive();
	const path = info.outputPath('code.y4m');
	await film(await shownCode(host), path);
	const guest = await arrive('chromium', {}, undefined, cameraPlaying(path));
	const cameras = await watchCameras(guest);
	await guest.visit('/join');
	await scanButton(guest).click();
	await joined(guest);
	expect(await cameras()).toEqual(['ended']);
});

test('the shortcut to the camera needs no key at all', { tag: '@long-only' }, async ({ arrive }, info) => {
	const host = await arrive();
	const path = info.outputPath('code.y4m');
	await film(await shownCode(host), path);
	const guest = await arrive('chromium', {}, undefined, cameraPlaying(path));
	await guest.visit('/join?scan');
	await joined(guest);
});

test(
	'a foreign code is told of, the camera goes on looking, and the field stays',
	{ tag: '@long-only' },
	async ({ arrive }, info) => {
		const drawer = await arrive();
		const path = info.outputPath('code.y4m');
		await drawer.page.goto('about:blank');
		await drawer.page.setContent(`<main>${encodeQR('https://example.com/menu', 'svg')}</main>`);
		await film(drawer.page.locator('svg'), path);
		const guest = await arrive('chromium', {}, undefined, cameraPlaying(path));
		const cameras = await watchCameras(guest);
		await guest.visit('/join');
		await scanButton(guest).click();
		const says = camera(guest).getByRole('status');
		await expect(says).toHaveText(/This code is no invite/);
		await guest.page.waitForTimeout(500);
		await expect(says).toHaveText(/This code is no invite/);
		expect(await cameras()).toEqual(['live']);
		await expect(guest.page.getByRole('textbox', { name: 'Invite link' })).toBeEditable();
		await camera(guest).getByRole('button', { name: 'Close camera' }).click();
		await expect(camera(guest)).toBeHidden();
		await expect(scanButton(guest)).toBeFocused();
		expect(await cameras()).toEqual(['ended']);
	}
);

for (const [name, extras, sentence] of [
	['a camera that is refused', cameraRefused(), /may not use the camera/],
	['a device without a camera', camerasOf(0), /No camera was found/]
] as const) {
	test(`${name} is told in words, and the field still joins`, { tag: '@long-only' }, async ({ arrive }) => {
		const host = await arrive();
		await shownCode(host);
		const link = await host.page.getByRole('textbox', { name: 'Invite link' }).inputValue();
		const guest = await arrive('chromium', {}, undefined, extras);
		await guest.visit('/join');
		await scanButton(guest).click();
		await expect(camera(guest).getByRole('status')).toHaveText(sentence);
		await camera(guest).getByRole('button', { name: 'Try again' }).click();
		await expect(camera(guest).getByRole('status')).toHaveText(sentence);
		await guest.page.getByRole('textbox', { name: 'Invite link' }).fill(link);
		await guest.page.getByRole('button', { name: 'Join', exact: true }).click();
		await joined(guest);
	});
}

test('the camera is closed while the page is out of sight, and opened again', async ({ arrive }) => {
	const guest = await arrive('chromium', {}, undefined, camerasOf(1));
	const cameras = await watchCameras(guest);
	await guest.visit('/join');
	await scanButton(guest).click();
	await expect(camera(guest).getByRole('status')).toHaveText(/inside the frame/);
	await seen(guest, false);
	expect(await cameras()).toEqual(['ended']);
	await seen(guest, true);
	await expect(camera(guest).getByRole('status')).toHaveText(/inside the frame/);
	expect(await cameras()).toEqual(['ended', 'live']);
	await guest.page.getByRole('link', { name: 'All notes' }).click();
	await guest.page.getByRole('searchbox', { name: 'Search notes' }).waitFor();
	expect(await cameras()).toEqual(['ended', 'ended']);
});

test('where there are several cameras, one can be chosen', { tag: '@long-only' }, async ({ arrive }) => {
	const guest = await arrive('chromium', {}, undefined, camerasOf(2));
	await guest.visit('/join');
	await scanButton(guest).click();
	const label = () =>
		guest.page.locator('video').evaluate((video: HTMLVideoElement) => {
			const stream = video.srcObject as MediaStream | null;
			return stream?.getVideoTracks()[0]?.label;
		});
	await expect.poll(label).toMatch(/fake/);
	const first = await label();
	await camera(guest).getByRole('button', { name: 'Switch camera' }).click();
	await expect.poll(label).toMatch(/fake/);
	expect(await label()).not.toBe(first);
});

test('a picture of the code leads into the note; other pictures are told of', async ({ arrive }, info) => {
	const host = await arrive();
	const code = await shownCode(host);
	const guest = await arrive();
	await guest.visit('/join');
	const choose = async (file: string): Promise<void> => {
		const chooser = guest.page.waitForEvent('filechooser');
		await guest.page.getByRole('button', { name: 'Choose a picture of the code' }).click();
		await (await chooser).setFiles(file);
	};
	const says = guest.page.getByRole('alert').filter({ hasText: /./ });
	await writeFile(info.outputPath('broken.png'), 'this is no picture');
	await choose(info.outputPath('broken.png'));
	await expect(says).toHaveText(/no picture/);
	await guest.page.screenshot({ path: info.outputPath('page.png') });
	await choose(info.outputPath('page.png'));
	await expect(says).toHaveText(/No QR code was found/);
	await code.screenshot({ path: info.outputPath('code.png') });
	await choose(info.outputPath('code.png'));
	await joined(guest);
});
