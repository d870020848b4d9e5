import { QrReader } from './qr-reader.js';

/** `unreadable`: no picture that this browser knows. `decoder`: the part of the app that reads codes did not load. */
export type PictureFailure = 'unreadable' | 'no-code' | 'decoder';

/** Says why no code came out of a picture file. */
export class PictureError extends Error {
	override readonly name = 'PictureError';

	constructor(
		readonly reason: PictureFailure,
		options?: ErrorOptions
	) {
		super(`no code from the picture: ${reason}`, options);
	}
}

/** A person waits for the answer once: it may take longer than that for a frame of a video. */
const PATIENCE_MS = 400;

/** A photo is searched at these lengths of its longer side, in pixels: noise goes with size, and so do small codes. */
const SEARCHED_SIDES = [1200, 2400, 600];

/**
 * The text of the QR code in a picture file.
 *
 * @throws PictureError
 */
export async function codeOfPicture(file: Blob): Promise<string> {
	const [picture, reader] = await Promise.all([open(file), loadReader()]);
	try {
		const { width, height } = picture;
		for (const side of SEARCHED_SIDES) {
			const text = reader.read(picture, { x: 0, y: 0, width, height }, side);
			if (text !== undefined) return text;
		}
	} finally {
		picture.close();
	}
	throw new PictureError('no-code');
}

async function open(file: Blob): Promise<ImageBitmap> {
	try {
		return await createImageBitmap(file);
	} catch (error) {
		throw new PictureError('unreadable', { cause: error });
	}
}

async function loadReader(): Promise<QrReader> {
	try {
		return await QrReader.load(PATIENCE_MS);
	} catch (error) {
		throw new PictureError('decoder', { cause: error });
	}
}
