import { cameraPlaying, filmNothing } from './support/fake-camera.js';
import { expect, test } from './support/fixtures.js';
import { pairByCamera } from './support/pairing.js';
import { agreedText } from './support/person.js';

test('P29: with no server at all, two devices pair by scanning each other, and a third by one of them', async ({
	server,
	arrive
}, info) => {
	const films = ['host', 'guest', 'third'].map((name) => info.outputPath(`${name}.y4m`));
	await Promise.all(films.map(filmNothing));
	const [hostFilm = '', guestFilm = '', thirdFilm = ''] = films;
	const host = await arrive('chromium', {}, undefined, cameraPlaying(hostFilm));
	const guest = await arrive('chromium', {}, undefined, cameraPlaying(guestFilm));
	const third = await arrive('chromium', {}, undefined, cameraPlaying(thirdFilm));
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
});
