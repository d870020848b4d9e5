import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { BrowserExtras } from './person.js';

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES_PER_SECOND = 10;
/** The colour planes of a grey picture. */
const GREY = Buffer.alloc((WIDTH / 2) * (HEIGHT / 2), 128);

/** Chromium's fake device, to be used without a question. */
const FAKE_DEVICE = '--use-fake-device-for-media-stream';
const NO_QUESTION = '--use-fake-ui-for-media-stream';

/** A browser whose camera plays a film. */
export function cameraPlaying(film: string): BrowserExtras {
	return { args: [FAKE_DEVICE, NO_QUESTION, `--use-file-for-fake-video-capture=${film}`] };
}

/** A browser with that many cameras, none of which shows a code. */
export function camerasOf(count: number): BrowserExtras {
	return { args: [`${FAKE_DEVICE}=device-count=${count}`, NO_QUESTION] };
}

/** A browser that has a camera, and whose person does not allow it. */
export function cameraRefused(): BrowserExtras {
	return { args: [FAKE_DEVICE, `${NO_QUESTION}=deny`] };
}

/** Films a grey wall: the file has to be there before the camera is opened for the first time. */
export async function filmNothing(path: string): Promise<void> {
	await writeFilm(path, Buffer.alloc(WIDTH * HEIGHT, 128));
}

/** Films what is on a screen as somebody would by hand: not quite straight, on a grey ground. */
export async function film(shown: Locator, path: string): Promise<void> {
	const picture = await shown.screenshot();
	const luma = await lumaOf(shown.page(), picture.toString('base64'));
	await writeFilm(path, luma);
}

async function writeFilm(path: string, luma: Buffer): Promise<void> {
	const header = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`;
	const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, GREY, GREY]);
	await writeFile(path, Buffer.concat([Buffer.from(header), frame, frame]));
}

/** The brightness of each pixel of the camera's picture. */
async function lumaOf(page: Page, png: string): Promise<Buffer> {
	const luma = await page.evaluate(
		async ({ png, width, height }) => {
			const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
			const bitmap = await createImageBitmap(new Blob([bytes]));
			const context = new OffscreenCanvas(width, height).getContext('2d');
			if (context === null) throw new Error('no canvas');
			context.fillStyle = '#888';
			context.fillRect(0, 0, width, height);
			context.translate(width / 2, height / 2);
			context.rotate(0.06);
			const side = height * 0.7;
			context.drawImage(bitmap, -side / 2, -side / 2, side, side);
			const { data } = context.getImageData(0, 0, width, height);
			let text = '';
			for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at] ?? 0);
			return btoa(text);
		},
		{ png, width: WIDTH, height: HEIGHT }
	);
	return Buffer.from(luma, 'base64');
}
