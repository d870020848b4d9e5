import type { Attachment } from 'svelte/attachments';
import { Camera, CameraError, cameraIds, type CameraFailure } from './camera.js';
import { QrReader } from './qr-reader.js';

/** Pauses between two searches, in milliseconds: enough to stay cool, short enough to seem at once. */
const LOOK_EVERY_MS = 80;
/** How long one search may try harder, in milliseconds. */
const PATIENCE_MS = 20;
/** The square that is searched, in pixels along its side. */
const SEARCHED_SIDE = 720;
/** How long after it was last seen the sentence about a code that leads nowhere stays, in milliseconds. */
const REFUSAL_STAYS_MS = 5000;

export type ScanPhase = 'opening' | 'looking' | 'found' | 'hidden' | 'failed';
/** `decoder`: the part of the app that reads codes did not load. */
export type ScanFailure = CameraFailure | 'decoder';

/** Takes the text of a code. Resolves to undefined if it led somewhere, else to the sentence that says why not. */
export type CodeTaker = (text: string) => Promise<string | undefined>;

/**
 * Looks through a camera for a code, as long as its `view` is on the screen and the page is seen. One that leads nowhere
 * is told of, and the search goes on.
 */
export class QrScanner {
	#phase: ScanPhase = $state('opening');
	#failure: ScanFailure = $state('unknown');
	#refusal: string | undefined = $state();
	#cameras: readonly string[] = $state.raw([]);
	#torch: boolean | undefined = $state();
	#mirrored = $state(false);
	#video: HTMLVideoElement | undefined;
	#camera: Camera | undefined;
	#wanted: string | undefined;
	/** The latest opening: whatever an earlier one brings is closed again. */
	#opening: symbol | undefined;
	#refused = { text: '', seen: 0 };

	constructor(private readonly take: CodeTaker) {}

	get phase(): ScanPhase {
		return this.#phase;
	}

	/** Why, where the phase is `failed`. */
	get failure(): ScanFailure {
		return this.#failure;
	}

	/** What is wrong with the code that is seen. */
	get refusal(): string | undefined {
		return this.#refusal;
	}

	get canSwitch(): boolean {
		return this.#cameras.length > 1;
	}

	/** Whether the lamp is on; undefined if there is none. */
	get torch(): boolean | undefined {
		return this.#torch;
	}

	/** Shown as in a mirror: the camera looks at the person. */
	get mirrored(): boolean {
		return this.#mirrored;
	}

	/** For the video element: the camera runs while it is on the screen. */
	readonly view: Attachment<HTMLVideoElement> = (video) => {
		const seen = () => (document.visibilityState === 'hidden' ? this.#hide() : this.#resume());
		const left = () => this.#hide();
		this.#video = video;
		document.addEventListener('visibilitychange', seen);
		window.addEventListener('pagehide', left);
		window.addEventListener('pageshow', seen);
		if (document.visibilityState === 'hidden') this.#hide();
		else void this.#open();
		return () => {
			document.removeEventListener('visibilitychange', seen);
			window.removeEventListener('pagehide', left);
			window.removeEventListener('pageshow', seen);
			this.#close();
			this.#video = undefined;
		};
	};

	/** After a failure. */
	retry(): void {
		void this.#open();
	}

	/** The next camera of the device. */
	async switchCamera(): Promise<void> {
		const at = this.#cameras.indexOf(this.#camera?.id ?? '');
		this.#wanted = this.#cameras[(at + 1) % this.#cameras.length];
		await this.#open();
	}

	async switchTorch(): Promise<void> {
		const on = this.#torch !== true;
		if (await this.#camera?.light(on)) this.#torch = on;
	}

	async #open(): Promise<void> {
		this.#close();
		const opening = (this.#opening = Symbol());
		this.#phase = 'opening';
		try {
			const camera = await Camera.open(this.#wanted);
			if (this.#opening !== opening) {
				camera.close();
				return;
			}
			this.#camera = camera;
			camera.onLost(() => {
				if (this.#camera === camera) this.#fail('lost');
			});
			const [reader] = await Promise.all([loadReader(), this.#show(camera)]);
			if (this.#camera !== camera) return;
			this.#phase = 'looking';
			await this.#look(camera, reader);
		} catch (error) {
			if (this.#opening !== opening) return;
			// A camera that was chosen and is gone leaves the choice to the browser.
			this.#wanted = undefined;
			this.#fail(error instanceof CameraError || error instanceof DecoderError ? error.reason : 'unknown');
		}
	}

	async #show(camera: Camera): Promise<void> {
		if (this.#video === undefined) return;
		this.#mirrored = camera.facesUser;
		this.#video.srcObject = camera.stream;
		await this.#video.play();
		this.#torch = camera.hasTorch ? false : undefined;
		this.#cameras = await cameraIds();
	}

	async #look(camera: Camera, reader: QrReader): Promise<void> {
		while (this.#camera === camera && this.#video !== undefined) {
			const text = readSquare(reader, this.#video);
			if (text !== undefined) await this.#offer(camera, text);
			else if (Date.now() - this.#refused.seen > REFUSAL_STAYS_MS) this.#forgetRefusal();
			await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
		}
	}

	async #offer(camera: Camera, text: string): Promise<void> {
		if (text !== this.#refused.text) {
			this.#phase = 'found';
			const refusal = await this.take(text);
			if (this.#camera !== camera) return;
			if (refusal === undefined) {
				this.#close();
				return;
			}
			this.#phase = 'looking';
			this.#refusal = refusal;
		}
		this.#refused = { text, seen: Date.now() };
	}

	#forgetRefusal(): void {
		this.#refused = { text: '', seen: 0 };
		this.#refusal = undefined;
	}

	#hide(): void {
		if (this.#phase === 'failed') return;
		this.#close();
		this.#phase = 'hidden';
	}

	#resume(): void {
		if (this.#phase === 'hidden') void this.#open();
	}

	#fail(reason: ScanFailure): void {
		this.#close();
		this.#failure = reason;
		this.#phase = 'failed';
	}

	#close(): void {
		this.#opening = undefined;
		this.#camera?.close();
		this.#camera = undefined;
		this.#torch = undefined;
		this.#forgetRefusal();
		if (this.#video !== undefined) this.#video.srcObject = null;
	}
}

class DecoderError extends Error {
	override readonly name = 'DecoderError';
	readonly reason = 'decoder';
}

async function loadReader(): Promise<QrReader> {
	try {
		return await QrReader.load(PATIENCE_MS);
	} catch (error) {
		throw new DecoderError('the reader of codes did not load', { cause: error });
	}
}

/** Searches what the person sees: the square in the middle. */
function readSquare(reader: QrReader, video: HTMLVideoElement): string | undefined {
	const { videoWidth, videoHeight } = video;
	const side = Math.min(videoWidth, videoHeight);
	if (side === 0) return undefined;
	const part = { x: (videoWidth - side) / 2, y: (videoHeight - side) / 2, width: side, height: side };
	return reader.read(video, part, SEARCHED_SIDE);
}
