/** Why there is no picture from a camera. */
export type CameraFailure =
	| 'insecure'
	| 'unsupported'
	| 'missing'
	| 'refused'
	| 'busy'
	/** It was taken away while it ran: by another app, or by pulling the plug. */
	| 'lost'
	| 'unknown';

export class CameraError extends Error {
	override readonly name = 'CameraError';

	constructor(
		readonly reason: CameraFailure,
		options?: ErrorOptions
	) {
		super(`no camera: ${reason}`, options);
	}
}

/** The part of a browser's `MediaDevices` that is used. Pages at insecure addresses have none. */
export type CameraDevices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

/** Large enough for a code that fills a third of the picture, small enough to be searched on an old phone. */
const WANTED_SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

/** The names that browsers give to what went wrong. */
const REASONS: Readonly<Record<string, CameraFailure>> = {
	NotAllowedError: 'refused',
	SecurityError: 'refused',
	NotFoundError: 'missing',
	OverconstrainedError: 'missing',
	NotReadableError: 'busy',
	AbortError: 'busy'
};

/** A camera that runs until it is closed. */
export class Camera {
	readonly #track: MediaStreamTrack;

	private constructor(
		readonly stream: MediaStream,
		track: MediaStreamTrack
	) {
		this.#track = track;
	}

	/**
	 * Opens the camera of that id, or the rear one where there is a choice. The browser may ask the person first.
	 *
	 * @throws CameraError
	 */
	static async open(id?: string, devices: CameraDevices | undefined = browserDevices()): Promise<Camera> {
		if (devices === undefined) throw new CameraError(isSecureContext ? 'unsupported' : 'insecure');
		const which = id === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: id } };
		let stream: MediaStream;
		try {
			stream = await devices.getUserMedia({ audio: false, video: { ...which, ...WANTED_SIZE } });
		} catch (error) {
			throw new CameraError(cameraFailure(error), { cause: error });
		}
		const [track] = stream.getVideoTracks();
		if (track === undefined) throw new CameraError('missing');
		return new Camera(stream, track);
	}

	get id(): string | undefined {
		return this.#track.getSettings().deviceId;
	}

	/** It looks at the person who holds the device. */
	get facesUser(): boolean {
		return this.#track.getSettings().facingMode === 'user';
	}

	get hasTorch(): boolean {
		// Not every browser knows capabilities, and TypeScript does not know this one.
		const { getCapabilities } = this.#track as { getCapabilities?: () => { torch?: boolean } };
		return getCapabilities?.call(this.#track).torch === true;
	}

	/** Switches its lamp. Whether it did. */
	async light(on: boolean): Promise<boolean> {
		try {
			await this.#track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
			return true;
		} catch {
			return false;
		}
	}

	/** Called once if the camera ends without having been closed. */
	onLost(listener: () => void): void {
		this.#track.addEventListener('ended', listener, { once: true });
	}

	close(): void {
		for (const track of this.stream.getTracks()) track.stop();
	}
}

/** The ids of all cameras. Browsers tell them to pages that have opened one. */
export async function cameraIds(
	devices: CameraDevices | undefined = browserDevices()
): Promise<readonly string[]> {
	const all = (await devices?.enumerateDevices()) ?? [];
	return all
		.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
		.map((one) => one.deviceId);
}

function browserDevices(): CameraDevices | undefined {
	return (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
}

function cameraFailure(error: unknown): CameraFailure {
	const name = error instanceof Error || error instanceof DOMException ? error.name : '';
	return Object.hasOwn(REASONS, name) ? (REASONS[name] ?? 'unknown') : 'unknown';
}
