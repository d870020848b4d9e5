import { expect, it } from 'vitest';
import { cameraState, type CameraBrowser } from '$lib/ui/camera-state.js';

type Answer<Result> = Result | Error;

function browser(permission: Answer<PermissionState>, devices: Answer<readonly string[]>): CameraBrowser {
	const found = devices instanceof Error ? devices : devices.map((kind) => ({ kind }) as MediaDeviceInfo);
	return {
		isSecureContext: true,
		mediaDevices: { enumerateDevices: () => answer(found) },
		permissions: {
			query: () =>
				answer(permission instanceof Error ? permission : ({ state: permission } as PermissionStatus))
		}
	};
}

function answer<Result>(result: Answer<Result>): Promise<Result> {
	return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
}

it.each([
	['allowed', browser('granted', ['audioinput', 'videoinput'])],
	['ask', browser('prompt', ['videoinput'])],
	['ask', browser(new TypeError('no such permission'), ['videoinput'])],
	['refused', browser('denied', ['videoinput'])],
	['refused', browser('denied', [])],
	['missing', browser('granted', ['audioinput'])],
	['missing', browser('prompt', new DOMException('kept to itself', 'NotAllowedError'))],
	['ask', { ...browser('granted', ['videoinput']), permissions: undefined }],
	['unsupported', { ...browser('granted', []), mediaDevices: undefined }],
	['insecure', { isSecureContext: false, mediaDevices: undefined, permissions: undefined }]
])('the camera is told to be %s', async (state, of) => {
	expect(await cameraState(of)).toBe(state);
});
