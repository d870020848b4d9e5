import { describe, expect, it } from 'vitest';
import { namePlace } from '$lib/editor/caret-name-place.js';
import type { LayerBox } from '$lib/editor/layer-box.js';

const LINE = 28;
const WIDTH = 600;

function caret(line: number, left = 20): LayerBox {
	return { left, top: line * LINE, height: 22 };
}

describe('the name of a caret', () => {
	it('stands above its line, and below the first one', () => {
		expect(namePlace(caret(3), undefined, WIDTH, false).below).toBe(false);
		expect(namePlace(caret(0), undefined, WIDTH, true).below).toBe(true);
	});

	it('does not lie on the line in which one writes', () => {
		expect(namePlace(caret(3), caret(2), WIDTH, false).below).toBe(true);
		expect(namePlace(caret(3), caret(4), WIDTH, false).below).toBe(false);
		expect(namePlace(caret(3), caret(3), WIDTH, false).below).toBe(false);
		expect(namePlace(caret(0), caret(1), WIDTH, true).below).toBe(false);
	});

	it('turns inwards where the right edge would cut it off', () => {
		expect(namePlace(caret(3, 590), undefined, WIDTH, false).toTheLeft).toBe(true);
		expect(namePlace(caret(3, 400), undefined, WIDTH, false).toTheLeft).toBe(false);
		expect(namePlace(caret(3, 60), undefined, 200, false).toTheLeft).toBe(false);
	});
});
