import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PERSON_COLOURS } from '$lib/workspace/types.js';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** WCAG 2.2: of text on its ground (1.4.3), and of what has to be told from its ground (1.4.11). */
const TEXT_CONTRAST = 4.5;
const OBJECT_CONTRAST = 3;

/** As a distance in OKLab (Ottosson 2020), where about 0.02 is just noticed by who looks at both side by side. */
const LEAST_DISTANCE = 0.055;

/**
 * How linear sRGB looks to whoever lacks one kind of cone: Machado, Oliveira and Fernandes, "A Physiologically-based Model
 * for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009; severity 1.0.
 */
const EYES: Readonly<Record<string, Matrix>> = {
	normal: [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1]
	],
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998]
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881]
	],
	tritanopia: [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039]
	]
};

const OKLAB_CONES: Matrix = [
	[0.4122214708, 0.5363325363, 0.0514459929],
	[0.2119034982, 0.6806995451, 0.1073969566],
	[0.0883024619, 0.2817188376, 0.6299787005]
];
const OKLAB_AXES: Matrix = [
	[0.2104542553, 0.793617785, -0.0040720468],
	[1.9779984951, -2.428592205, 0.4505937099],
	[0.0259040371, 0.7827717662, -0.808675766]
];

const css = readFileSync(new URL('../../../src/lib/ui/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

function token(theme: string, name: string): Triple {
	const hex = new RegExp(`--${name}:\\s*#([0-9a-f]{6})`).exec(theme)?.[1];
	if (hex === undefined) throw new Error(`no colour --${name}`);
	const channel = (at: number) => {
		const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return [channel(0), channel(2), channel(4)];
}

function times(matrix: Matrix, [x, y, z]: Triple): Triple {
	const row = ([a, b, c]: Triple) => a * x + b * y + c * z;
	return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

function mapped([x, y, z]: Triple, each: (value: number) => number): Triple {
	return [each(x), each(y), each(z)];
}

function oklab(linear: Triple): Triple {
	return times(OKLAB_AXES, mapped(times(OKLAB_CONES, linear), Math.cbrt));
}

function seenBy(eyes: Matrix, linear: Triple): Triple {
	return oklab(mapped(times(eyes, linear), (value) => Math.min(1, Math.max(0, value))));
}

function contrast(a: Triple, b: Triple): number {
	const [dim = 0, bright = 0] = [a, b]
		.map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
		.sort((x, y) => x - y);
	return (bright + 0.05) / (dim + 0.05);
}

describe.each([
	['light', light],
	['dark', dark]
])('the colours of people, %s', (_, theme) => {
	const colours = Array.from({ length: PERSON_COLOURS }, (_each, index) => token(theme, `person-${index}`));

	it('can be read upon, and told from the page', () => {
		for (const colour of colours) {
			expect(contrast(token(theme, 'color-on-person'), colour)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
			expect(contrast(token(theme, 'color-bg'), colour)).toBeGreaterThanOrEqual(OBJECT_CONTRAST);
		}
	});

	it.each(Object.entries(EYES))('can be told from each other, %s', (_eyes, matrix) => {
		const seen = colours.map((colour) => seenBy(matrix, colour));
		for (const [index, a] of seen.entries()) {
			for (const b of seen.slice(0, index)) {
				expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThanOrEqual(LEAST_DISTANCE);
			}
		}
	});
});
