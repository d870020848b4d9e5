import { expect, it } from 'vitest';
import { isBesideApp, isIos } from '$lib/ui/platform.js';

const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1';
const IPHONE = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${SAFARI}`;
const CHROME_ON_IPHONE = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 CriOS/149.0 Safari/604.1`;
const IPAD_OR_MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI}`;
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/149.0 Mobile Safari/537.36';

it.each([
	['an iPhone', IPHONE, 5, true],
	['another browser of an iPhone', CHROME_ON_IPHONE, 5, true],
	['an iPad, which calls itself a Mac', IPAD_OR_MAC, 5, true],
	['a Mac', IPAD_OR_MAC, 0, false],
	['an Android phone', ANDROID, 5, false]
])('%s has a browser beside the app: %#', (_name, userAgent, maxTouchPoints, expected) => {
	const browser = { userAgent, maxTouchPoints, installed: false };
	expect(isIos(browser)).toBe(expected);
	expect(isBesideApp(browser)).toBe(expected);
	expect(isBesideApp({ ...browser, installed: true })).toBe(false);
});
