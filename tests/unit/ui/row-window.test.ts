import { describe, expect, it } from 'vitest';
import { RowOffsets, rowWindow, type RowRange } from '$lib/ui/row-window.js';
import { seeded } from '../../fuzz/random.js';

const fixed = (count: number, height: number) => new RowOffsets(count, () => undefined, height);

describe('which rows of a long list are in the page', () => {
	it('those in sight and within the margin, and no others', () => {
		const { rows, below } = rowWindow(fixed(5_000, 70), { top: 7_000, height: 700 }, 140);
		expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 15 }, (_, at) => 98 + at));
		expect(rows[0]?.gap).toBe(98 * 70);
		expect(rows.slice(1).every(({ gap }) => gap === 0)).toBe(true);
		expect(below).toBe((5_000 - 113) * 70);
	});

	it('the one with the focus stays, above or below, and what is between has its room', () => {
		const offsets = fixed(1_000, 50);
		const above = rowWindow(offsets, { top: 5_000, height: 100 }, 0, [3]);
		expect(above.rows.slice(0, 2)).toEqual([
			{ index: 3, gap: 150 },
			{ index: 100, gap: 96 * 50 }
		]);
		const below = rowWindow(offsets, { top: 0, height: 100 }, 0, [999, -1, 1_000]);
		expect(below.rows.at(-1)).toEqual({ index: 999, gap: 996 * 50 });
		expect(below.below).toBe(0);
	});

	it('nothing of an empty list, the first rows of one that is not reached yet, the last of one that was passed', () => {
		expect(rowWindow(fixed(0, 50), { top: 0, height: 100 }, 600)).toMatchObject({ rows: [], below: 0 });
		expect(rowWindow(fixed(9, 50), { top: -4_000, height: 100 }, 0).rows.map(({ index }) => index)).toEqual([
			0
		]);
		expect(rowWindow(fixed(9, 50), { top: 4_000, height: 100 }, 0).rows.map(({ index }) => index)).toEqual([
			8
		]);
	});

	it('the same ones while one scrolls a little, and enough of them wherever one goes', () => {
		const offsets = fixed(1_000, 50);
		const at = (top: number, before?: RowRange) =>
			rowWindow(offsets, { top, height: 400 }, 200, [], before).range;
		const range = at(5_000);
		expect(range).toEqual({ first: 96, last: 112 });
		expect(at(5_070, range)).toEqual(range);
		expect(at(5_150, range)).toEqual({ first: 96, last: 115 });
		expect(at(9_000, range)).toEqual(at(9_000));
		const random = seeded(9);
		let before: RowRange | undefined;
		for (let top = 20_000, round = 0; round < 300; round += 1) {
			top = Math.max(0, top + random.int(500) - 250);
			before = at(top, before);
			expect(before.first * 50).toBeLessThanOrEqual(Math.max(0, top - 100));
			expect(before.first * 50).toBeGreaterThanOrEqual(Math.max(0, top - 450));
			expect((before.last + 1) * 50).toBeGreaterThanOrEqual(Math.min(50_000, top + 500));
			expect((before.last + 1) * 50).toBeLessThanOrEqual(top + 850);
		}
	});

	it('the height of all is the same wherever one looks, and every row in sight is there', () => {
		const random = seeded(7);
		for (let round = 0; round < 200; round += 1) {
			const count = 1 + random.int(400);
			const heights = Array.from({ length: count }, () =>
				random.int(3) === 0 ? undefined : 20 + random.int(200)
			);
			const offsets = new RowOffsets(count, (index) => heights[index], 64);
			const top = random.int(offsets.at(count) + 200) - 100;
			const { rows, below } = rowWindow(offsets, { top, height: 300 }, 50, [random.int(count)]);
			const height = rows.reduce((sum, { index, gap }) => sum + gap + (heights[index] ?? 64), below);
			expect(height).toBe(offsets.at(count));
			const there = new Set(rows.map(({ index }) => index));
			for (let index = 0; index < count; index += 1) {
				const inSight = offsets.at(index) < top + 300 && offsets.at(index + 1) > top;
				if (inSight) expect(there).toContain(index);
			}
		}
	});
});
