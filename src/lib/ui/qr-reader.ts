import type { DecodeQR } from 'qr/decode.js';

/** A part of a picture, in its own pixels. */
interface Part {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Searches videos and pictures for a code. The decoder is loaded with the first one. */
export class QrReader {
	readonly #context: CanvasRenderingContext2D;

	private constructor(
		private readonly decode: DecodeQR,
		private readonly patienceMs: number
	) {
		const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
		if (context === null) throw new Error('the browser gives no canvas');
		this.#context = context;
	}

	/** @param patienceMs how long a single search may try harder */
	static async load(patienceMs: number): Promise<QrReader> {
		const { decodeQR } = await import('qr/decode.js');
		return new QrReader(decodeQR, patienceMs);
	}

	/**
	 * The text of a code in that part of `source`, or undefined if none is found. It is searched at `longest` pixels
	 * along its longer side at most.
	 */
	read(source: CanvasImageSource, part: Part, longest: number): string | undefined {
		const scale = Math.min(1, longest / Math.max(part.width, part.height));
		const width = Math.max(1, Math.round(part.width * scale));
		const height = Math.max(1, Math.round(part.height * scale));
		const { canvas } = this.#context;
		if (canvas.width !== width) canvas.width = width;
		if (canvas.height !== height) canvas.height = height;
		// Behind pictures that are transparent where the code is white.
		this.#context.fillStyle = '#fff';
		this.#context.fillRect(0, 0, width, height);
		this.#context.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, width, height);
		const { data } = this.#context.getImageData(0, 0, width, height);
		try {
			return this.decode({ width, height, data }, { timeLimit: this.patienceMs });
		} catch {
			// The decoder's way to say that there is none, or that it is blurred.
			return undefined;
		}
	}
}
