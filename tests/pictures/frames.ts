import type { CDPSession, Page } from '@playwright/test';
import { KEYBOARD_HEIGHT, PHONE, raiseKeyboard } from '../e2e/support/phone.js';

/** A screen that pictures are made on. */
export interface Frame {
	readonly name: string;
	readonly width: number;
	readonly height: number;
	/** It is used with fingers. */
	readonly touch: boolean;
	/** How much of it the keyboard of a phone covers, in CSS pixels; it is drawn in its place. */
	readonly keyboard?: number;
}

export const FRAMES: readonly Frame[] = [
	{ name: 'phone', ...PHONE, touch: true },
	{ name: 'phone-keyboard', ...PHONE, touch: true, keyboard: KEYBOARD_HEIGHT },
	{ name: 'tablet', width: 820, height: 1180, touch: true },
	{ name: 'desk', width: 1280, height: 800, touch: false }
];

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What moves stands still, and is in the theme's colours all over: a page that is busy takes them on piece by piece. */
export const SETTLED_MS = 400;

const sessions = new WeakMap<Page, CDPSession>();

async function sessionOf(page: Page): Promise<CDPSession> {
	const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
	sessions.set(page, session);
	return session;
}

/** Shows a page on another screen and in another theme. Its browser was prepared by `withKeyboard`. */
export async function showOn(page: Page, frame: Frame, colorScheme: Theme): Promise<void> {
	const { width, height, touch, keyboard = 0 } = frame;
	await page.setViewportSize({ width, height });
	await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
	const session = await sessionOf(page);
	await session.send('Emulation.setTouchEmulationEnabled', { enabled: touch });
	await raiseKeyboard(page, keyboard);
	await page.waitForTimeout(SETTLED_MS);
}

/** Draws the keyboard over whatever the page shows, as a system does, or takes it away. */
async function drawKeyboard(page: Page, height: number): Promise<void> {
	await page.evaluate((to) => {
		document.querySelector('#drawn-keyboard')?.remove();
		if (to === 0) return;
		const drawn = document.createElement('div');
		drawn.id = 'drawn-keyboard';
		drawn.popover = 'manual';
		const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
		Object.assign(drawn.style, {
			position: 'fixed',
			inset: 'auto 0 0',
			width: '100%',
			height: `${to}px`,
			margin: '0',
			border: '0',
			background: isDark
				? 'repeating-linear-gradient(#2b2b2d 0 14px, #6b6b6e 14px 56px)'
				: 'repeating-linear-gradient(#d1d3d9 0 14px, #ffffff 14px 56px)'
		});
		document.body.append(drawn);
		drawn.showPopover();
	}, height);
}

/** The carets of others, and what they selected, stand as they do at the moment when they come, with their names. */
export async function freezeCarets(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const drawn of document.querySelectorAll<HTMLElement>('.pc-caret, .pc-selection'))
			drawn.dataset['fresh'] = 'named';
	});
}

/** A picture of what is in sight. */
export async function picture(page: Page, path: string, { keyboard = 0 }: Frame): Promise<void> {
	await drawKeyboard(page, keyboard);
	await freezeCarets(page);
	await page.screenshot({ path, caret: 'initial' });
	await drawKeyboard(page, 0);
}

/** A picture of the whole page, whose bar stands at its top and not where it is scrolled to. */
export async function wholePicture(page: Page, path: string, { width, height }: Frame): Promise<void> {
	const whole = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width, height: Math.max(height, whole) });
	await page.screenshot({ path, animations: 'disabled' });
	await page.setViewportSize({ width, height });
}
