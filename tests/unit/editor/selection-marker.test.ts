import { RectangleMarker } from '@codemirror/view';
import { beforeAll, expect, it } from 'vitest';
import { openPage } from './dom.js';

beforeAll(() => openPage('desk'));

/** What another person selects is one element that stays: CSS fades it from the moment that they moved. */
it('a selection keeps its element while it grows and others move, and begins to fade anew as its owner moves', async () => {
	const { SelectionMarker } = await import('$lib/editor/selection-marker.js');
	const boxes = (count: number) =>
		Array.from({ length: count }, (_, line) => new RectangleMarker('', 0, 20 * line, 50, 20));
	const first = new SelectionMarker('a', 'pc-selection pc-even', boxes(1));
	const drawn = first.draw();
	expect(drawn.className).toBe('pc-selection pc-even');
	expect(first.eq(new SelectionMarker('a', 'pc-selection pc-even', boxes(1)))).toBe(true);
	const grown = new SelectionMarker('a', 'pc-selection pc-even', boxes(3));
	expect(first.eq(grown)).toBe(false);
	expect(grown.update(drawn, first)).toBe(true);
	expect(drawn.children).toHaveLength(3);
	const moved = new SelectionMarker('a', 'pc-selection pc-odd', boxes(1));
	expect(moved.update(drawn, grown)).toBe(true);
	expect(drawn.className).toBe('pc-selection pc-odd');
	expect(new SelectionMarker('b', 'pc-selection pc-odd', boxes(1)).update(drawn, moved)).toBe(false);
});
