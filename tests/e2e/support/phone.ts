import type { BrowserContext, Page } from '@playwright/test';

/** The screen of a phone, in CSS pixels. */
export const PHONE = { width: 390, height: 844 } as const;

/** What an on-screen keyboard takes of it, with its row of suggestions. */
export const KEYBOARD_HEIGHT = 336;

interface Emulated {
	emulatedKeyboard: { height: number; visual: EventTarget };
}

/**
 * Has the pages of a browser believe that a keyboard can lie over them, as on iOS: `visualViewport` becomes smaller, the page does
 * not. To be called before the page is opened (`arrive('chromium', {}, withKeyboard, { touchScreen: PHONE })`); `raiseKeyboard(page)` then brings the keyboard up, and
 * pictures "with the keyboard's inset" are taken like that, too.
 */
export async function withKeyboard(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const emulated = { height: 0, visual: new EventTarget() };
		(globalThis as unknown as Emulated).emulatedKeyboard = emulated;
		const read = {
			width: () => innerWidth,
			height: () => innerHeight - emulated.height,
			scale: () => 1,
			offsetTop: () => 0,
			offsetLeft: () => 0,
			pageTop: () => scrollY,
			pageLeft: () => scrollX
		};
		for (const [name, get] of Object.entries(read)) Object.defineProperty(emulated.visual, name, { get });
		Object.defineProperty(window, 'visualViewport', { get: () => emulated.visual });
	});
}

/** Brings the keyboard up, or down with 0. In CSS pixels. In a page that was not prepared for one, none is up. */
export async function raiseKeyboard(page: Page, height = KEYBOARD_HEIGHT): Promise<void> {
	await page.evaluate((to) => {
		const { emulatedKeyboard } = globalThis as unknown as Partial<Emulated>;
		if (emulatedKeyboard === undefined && to === 0) return;
		if (emulatedKeyboard === undefined) throw new Error('the page was not prepared for a keyboard');
		emulatedKeyboard.height = to;
		emulatedKeyboard.visual.dispatchEvent(new Event('resize'));
	}, height);
}
