import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CameraHold } from '$lib/ui/camera-hold.js';
import { eventually } from '../support/eventually.js';

class FakeTrack extends EventTarget {
	stop = vi.fn();
}

/** A browser that gives its camera, or a refusal, when it is told to. */
function browser() {
	const track = new FakeTrack();
	let resolve: (stream: unknown) => void = () => undefined;
	let reject: (error: DOMException) => void = () => undefined;
	const asked = new Promise<unknown>((yes, no) => ([resolve, reject] = [yes, no]));
	vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => asked } });
	return {
		track,
		allow: () => resolve({ getTracks: () => [track], getVideoTracks: () => [track] }),
		refuse: () => reject(new DOMException('no', 'NotAllowedError'))
	};
}

/** Whether it settles before anything else is told to the browser. */
async function isSettled(hold: CameraHold): Promise<boolean> {
	return await Promise.race([
		hold.settled.then(() => true),
		new Promise<false>((resolve) => setTimeout(resolve, 5, false))
	]);
}

beforeEach(() => {
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

afterEach(() => {
	vi.unstubAllGlobals();
});

describe('a camera that is held', () => {
	it('stays open until it is released', async () => {
		const { track, allow } = browser();
		const hold = new CameraHold();
		expect(await isSettled(hold)).toBe(false);
		allow();
		expect(await isSettled(hold)).toBe(true);
		expect(track.stop).not.toHaveBeenCalled();
		hold.release();
		expect(track.stop).toHaveBeenCalledOnce();
	});

	it('is not waited for where it is refused', async () => {
		const { refuse } = browser();
		const hold = new CameraHold();
		refuse();
		expect(await isSettled(hold)).toBe(true);
	});

	it('is closed at once if it opens after nobody waited any more', async () => {
		const { track, allow } = browser();
		const hold = new CameraHold();
		hold.release();
		expect(await isSettled(hold)).toBe(true);
		allow();
		await eventually(() => expect(track.stop).toHaveBeenCalledOnce());
	});
});

describe('whether the camera opens without a question', () => {
	it.each([
		['granted', true],
		['prompt', false],
		['denied', false]
	])('%s', async (state, allowed) => {
		vi.stubGlobal('navigator', { permissions: { query: () => Promise.resolve({ state }) } });
		expect(await CameraHold.isAllowed()).toBe(allowed);
	});

	it('is not to be relied on in a browser that does not say', async () => {
		vi.stubGlobal('navigator', { permissions: { query: () => Promise.reject(new TypeError('camera')) } });
		expect(await CameraHold.isAllowed()).toBe(false);
	});
});
