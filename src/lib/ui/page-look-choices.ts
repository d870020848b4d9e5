import type { WritingModes } from '$lib/editor/comfort/writing-modes.js';

export const FONTS = ['serif', 'system', 'mono'] as const;
export const SIZES = ['small', 'medium', 'large', 'huge'] as const;
export const WIDTHS = ['narrow', 'normal', 'wide'] as const;

/** How the pages of notes look on this device. */
export interface Look extends WritingModes {
	readonly font: (typeof FONTS)[number];
	readonly size: (typeof SIZES)[number];
	readonly width: (typeof WIDTHS)[number];
}

export const STANDARD_LOOK: Look = {
	font: 'serif',
	size: 'medium',
	width: 'normal',
	typewriter: false,
	focus: false,
	spelling: true
};

/** What can be used of a stored look, whoever stored it; the rest is as it is from the start. */
export function cleanLook(stored: unknown): Look {
	const given = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
	const flag = (name: keyof WritingModes): boolean => {
		const value = given[name];
		return typeof value === 'boolean' ? value : STANDARD_LOOK[name];
	};
	return {
		font: FONTS.find((font) => font === given.font) ?? STANDARD_LOOK.font,
		size: SIZES.find((size) => size === given.size) ?? STANDARD_LOOK.size,
		width: WIDTHS.find((width) => width === given.width) ?? STANDARD_LOOK.width,
		typewriter: flag('typewriter'),
		focus: flag('focus'),
		spelling: flag('spelling')
	};
}
