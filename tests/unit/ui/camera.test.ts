import { afterEach, describe, expect, it, vi } from 'vitest';
import { Camera, CameraError, cameraIds, type CameraDevices, type CameraFailure } from '$lib/ui/camera.js';

/** A camera of a device that need not exist. */
class FakeTrack extends EventTarget {
	stopped = false;
	lit: unknown;
	constructor(
		private readonly settings: MediaTrackSettings = {},
		readonly getCapabilities?: () => object
	) {
		super();
	}
	getSettings = () => this.settings;
	stop = () => (this.stopped = true);
	applyConstraints = (wanted: { advanced: unknown[] }): Promise<void> => {
		if (this.getCapabilities === undefined) return Promise.reject(new Error('no such constraint'));
		this.lit = wanted.advanced[0];
		return Promise.resolve();
	};
}

/** Devices that answer with `track`, and remember what they were asked for. */
function devicesWith(track: FakeTrack | DOMException, ...asked: MediaStreamConstraints[]) {
	const devices = {
		asked,
		getUserMedia: (wanted: MediaStreamConstraints) => {
			asked.push(wanted);
			if (track instanceof DOMException) return Promise.reject(track);
			return Promise.resolve({ getTracks: () => [track], getVideoTracks: () => [track] });
		},
		enumerateDevices: () =>
			Promise.resolve([
				{ kind: 'audioinput', deviceId: 'microphone' },
				{ kind: 'videoinput', deviceId: '' },
				{ kind: 'videoinput', deviceId: 'rear' },
				{ kind: 'videoinput', deviceId: 'front' }
			])
	};
	return devices as unknown as CameraDevices & { readonly asked: typeof asked };
}

async function failureOf(opening: Promise<unknown>): Promise<CameraFailure> {
	const error: unknown = await opening.then(
		() => undefined,
		(reason: unknown) => reason
	);
	if (!(error instanceof CameraError)) throw new Error('it did not fail as a camera does');
	return error.reason;
}

afterEach(() => vi.unstubAllGlobals());

describe('a camera that does not open says why', () => {
	it.each<[string, CameraFailure]>([
		['NotAllowedError', 'refused'],
		['SecurityError', 'refused'],
		['NotFoundError', 'missing'],
		['OverconstrainedError', 'missing'],
		['NotReadableError', 'busy'],
		['AbortError', 'busy'],
		['SomethingElse', 'unknown']
	])('%s: %s', async (name, reason) => {
		expect(await failureOf(Camera.open(undefined, devicesWith(new DOMException('', name))))).toBe(reason);
	});

	it('at an insecure address, and in a browser that gives pages no camera', async () => {
		vi.stubGlobal('navigator', {});
		vi.stubGlobal('isSecureContext', false);
		expect(await failureOf(Camera.open())).toBe('insecure');
		vi.stubGlobal('isSecureContext', true);
		expect(await failureOf(Camera.open())).toBe('unsupported');
		expect(await cameraIds()).toEqual([]);
	});
});

describe('a camera', () => {
	it('is the rear one unless another is wanted, and never asks for sound', async () => {
		const devices = devicesWith(new FakeTrack({ deviceId: 'rear', facingMode: 'environment' }));
		const camera = await Camera.open(undefined, devices);
		await Camera.open('front', devices);
		expect(devices.asked.map(({ video }) => video)).toEqual([
			expect.objectContaining({ facingMode: { ideal: 'environment' } }),
			expect.objectContaining({ deviceId: { exact: 'front' } })
		]);
		expect(devices.asked.map(({ audio }) => audio)).toEqual([false, false]);
		expect([camera.id, camera.facesUser]).toEqual(['rear', false]);
		expect(await cameraIds(devices)).toEqual(['rear', 'front']);
	});

	it('lights its lamp where it has one', async () => {
		const dark = new FakeTrack();
		const without = await Camera.open(undefined, devicesWith(dark));
		expect([without.hasTorch, await without.light(true)]).toEqual([false, false]);
		const track = new FakeTrack({}, () => ({ torch: true }));
		const camera = await Camera.open(undefined, devicesWith(track));
		expect([camera.hasTorch, await camera.light(true), track.lit]).toEqual([true, true, { torch: true }]);
	});

	it('tells once that it was taken away, and stops when it is closed', async () => {
		const track = new FakeTrack();
		const camera = await Camera.open(undefined, devicesWith(track));
		let lost = 0;
		camera.onLost(() => (lost += 1));
		track.dispatchEvent(new Event('ended'));
		track.dispatchEvent(new Event('ended'));
		camera.close();
		expect([lost, track.stopped]).toEqual([1, true]);
	});
});
