import { JSDOM } from 'jsdom';

const ANDROID =
	'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

const OF_WINDOW = [
	'Window',
	'AbortController',
	'document',
	'Node',
	'NodeFilter',
	'Range',
	'Element',
	'HTMLElement',
	'Text',
	'MutationObserver',
	'Event',
	'InputEvent',
	'CompositionEvent',
	'CSSStyleSheet',
	'getSelection',
	'requestAnimationFrame',
	'cancelAnimationFrame',
	'getComputedStyle'
] as const;

class NoObserver {
	observe(): void {}
	unobserve(): void {}
	disconnect(): void {}
}

const NO_RECTANGLE = { left: 0, right: 0, top: 0, bottom: 0, width: 0, height: 0 };

/** Gives the tests of a file a page that lays nothing out, on a phone or a desk: to be called before the editor is imported. */
export function openPage(device: 'phone' | 'desk'): void {
	const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
	const own = window as unknown as Record<string, unknown>;
	const define = (name: string, value: unknown) =>
		Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
	define('window', window);
	for (const name of OF_WINDOW) {
		const value = own[name];
		const isMethod = typeof value === 'function' && /^[a-z]/.test(name);
		define(name, isMethod ? (value as () => unknown).bind(window) : value);
	}
	define('navigator', {
		userAgent: device === 'phone' ? ANDROID : 'X11; Linux',
		vendor: 'Google Inc.',
		maxTouchPoints: 0
	});
	define('ResizeObserver', NoObserver);
	define('matchMedia', () => ({
		matches: false,
		addEventListener: () => undefined,
		removeEventListener: () => undefined
	}));
	Object.assign(window.Range.prototype, {
		getClientRects: () => [],
		getBoundingClientRect: () => NO_RECTANGLE
	});
	Object.assign(window.CSSStyleSheet.prototype, { replaceSync: () => undefined });
	Object.assign(window.document, { adoptedStyleSheets: [] });
}
