import { eachRun, qrRows } from './qr-path.js';

/** A picture is so wide at least, in pixels: it is printed, and scanned off screens. */
const LEAST_SIDE = 1024;

/** The QR code of `text` as a PNG: black on white, its margin included, every module whole pixels. */
export async function qrPicture(text: string): Promise<Blob> {
	const rows = await qrRows(text);
	const scale = Math.ceil(LEAST_SIDE / rows.length);
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = rows.length * scale;
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('the browser gives no canvas');
	context.fillStyle = '#fff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.fillStyle = '#000';
	eachRun(rows, (x, y, length) => context.fillRect(x * scale, y * scale, length * scale, scale));
	const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
	if (picture === null) throw new Error('the browser made no picture');
	return picture;
}
