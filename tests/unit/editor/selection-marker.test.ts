import { RectangleMarker } from '@codemirror/view';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openPage } from './dom.js';

beforeAll(() => openPage('desk'));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LOOK = 'pc-selection pc-caret-1';

/** What another person selects is one element that stays: it fades from the moment that they moved. */
it('a selection keeps its element while it grows and others move, and begins to fade anew as its owner moves', async () => {
	const { SelectionMarker } = await import('$lib/editor/selection-marker.js');
	const { CARET_FRESH_MS, NAME_SHOWN_MS } = await import('$lib/editor/freshness.js');
	const boxes = (count: number) =>
		Array.from({ length: count }, (_, line) => new RectangleMarker('', 0, 20 * line, 50, 20));
	const first = new SelectionMarker('a', LOOK, 0, boxes(1));
	const drawn = first.draw();
	expect([drawn.className, drawn.dataset['fresh']]).toEqual([LOOK, 'named']);
	expect(first.eq(new SelectionMarker('a', LOOK, 0, boxes(1)))).toBe(true);
	vi.advanceTimersByTime(NAME_SHOWN_MS);
	const grown = new SelectionMarker('a', LOOK, 0, boxes(3));
	expect(first.eq(grown)).toBe(false);
	expect(grown.update(drawn, first)).toBe(true);
	expect([drawn.children.length, drawn.dataset['fresh']]).toEqual([3, 'coloured']);
	const moved = new SelectionMarker('a', LOOK, 1, boxes(3));
	expect(grown.eq(moved)).toBe(false);
	expect(moved.update(drawn, grown)).toBe(true);
	expect(drawn.dataset['fresh']).toBe('named');
	vi.advanceTimersByTime(CARET_FRESH_MS - 1);
	expect(drawn.dataset['fresh']).toBe('coloured');
	vi.advanceTimersByTime(1);
	expect(drawn.dataset['fresh']).toBeUndefined();
	expect(new SelectionMarker('b', LOOK, 1, boxes(3)).update(drawn, moved)).toBe(false);
});
