/** Whether there is a camera to scan with, and whether Perch may use it; nothing is opened to find out. */
export type CameraState = 'allowed' | 'ask' | 'refused' | 'missing' | 'insecure' | 'unsupported';

/** The parts of the browser that tell. */
export interface CameraBrowser {
	readonly isSecureContext: boolean;
	readonly mediaDevices: Pick<MediaDevices, 'enumerateDevices'> | undefined;
	readonly permissions: Pick<Permissions, 'query'> | undefined;
}

function thisBrowser(): CameraBrowser {
	const { mediaDevices, permissions } = navigator as Partial<Pick<Navigator, 'mediaDevices' | 'permissions'>>;
	return { isSecureContext, mediaDevices, permissions };
}

/** Looks at the camera, without asking the person. Never rejects. */
export async function cameraState(browser: CameraBrowser = thisBrowser()): Promise<CameraState> {
	const { mediaDevices } = browser;
	if (mediaDevices === undefined) return browser.isSecureContext ? 'unsupported' : 'insecure';
	const permission = await permissionState(browser);
	if (permission === 'denied') return 'refused';
	const devices = await attempt(() => mediaDevices.enumerateDevices());
	if (devices?.some(({ kind }) => kind === 'videoinput') !== true) return 'missing';
	return permission === 'granted' ? 'allowed' : 'ask';
}

/** Undefined where the browser does not tell. */
async function permissionState({ permissions }: CameraBrowser): Promise<PermissionState | undefined> {
	const status = await attempt(async () => await permissions?.query({ name: 'camera' }));
	return status?.state;
}

async function attempt<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await ask();
	} catch (failure) {
		// TypeError: a browser that knows no such permission; DOMException: one that keeps it to itself.
		if (failure instanceof TypeError || failure instanceof DOMException) return undefined;
		throw failure;
	}
}
