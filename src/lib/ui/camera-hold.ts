import { Camera, CameraError } from './camera.js';

/**
 * Keeps a camera open that nobody looks through: browsers tell a page this device's addresses in its network only while
 * it may use the camera, and names that not every network knows otherwise.
 */
export class CameraHold {
	/** Settles when the camera is open, refused, missing, or not waited for any more. */
	readonly settled: Promise<void>;
	#skip: () => void = () => undefined;
	#camera: Camera | undefined;
	#released = false;

	constructor() {
		const skipped = new Promise<void>((resolve) => (this.#skip = resolve));
		this.settled = Promise.race([skipped, this.#open()]);
	}

	/** Whether the camera opens without a question. */
	static async isAllowed(): Promise<boolean> {
		try {
			const { state } = await navigator.permissions.query({ name: 'camera' });
			return state === 'granted';
		} catch {
			// Not every browser knows this permission by that name.
			return false;
		}
	}

	/** Lets go of it, also of one that opens only then. */
	release(): void {
		this.#released = true;
		this.#skip();
		this.#camera?.close();
		this.#camera = undefined;
	}

	async #open(): Promise<void> {
		try {
			const camera = await Camera.open();
			if (this.#released) camera.close();
			else this.#camera = camera;
		} catch (error) {
			if (!(error instanceof CameraError)) throw error;
			console.warn('no camera is held', error.reason);
		}
	}
}
