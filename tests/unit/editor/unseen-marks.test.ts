import { beforeAll, beforeEach, afterEach, expect, it, vi } from 'vitest';
import type { MarkedChange } from '$lib/editor/unseen-marks.js';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';

const SEEN_AND_FADED_MS = 17_000;
const TEXT = 'one two three four';
const ONE = { from: 0, to: 3, author: 'Ada' };
const THREE = { from: 8, to: 13, author: 'Bea' };

beforeAll(() => {
	openPage('desk');
	vi.spyOn(document, 'hasFocus').mockReturnValue(true);
});

let mounted: Awaited<ReturnType<typeof mountedOn>>;
const onAllSeen = vi.fn();

beforeEach(async () => {
	vi.useFakeTimers();
	onAllSeen.mockClear();
	mounted = await mountedOn(TEXT, { onAllSeen });
	show(true);
});

afterEach(() => {
	mounted.close();
	vi.useRealTimers();
});

/** Has the text be drawn, or not. */
function show(drawn: boolean): void {
	const rectangles = drawn ? [{}] : [];
	mounted.view.contentDOM.getClientRects = () => rectangles as unknown as DOMRectList;
}

async function mark(...changes: readonly MarkedChange[]): Promise<void> {
	const { setUnseenMarks } = await import('$lib/editor/unseen-marks.js');
	mounted.view.dispatch({ effects: setUnseenMarks.of(changes) });
	await Promise.resolve();
}

async function pointOut(): Promise<number | undefined> {
	const { pointOutNext } = await import('$lib/editor/unseen-marks.js');
	return pointOutNext(mounted.view)?.offset;
}

async function count(): Promise<number> {
	const { unseenField } = await import('$lib/editor/unseen-marks.js');
	return mounted.view.state.field(unseenField).marks.size;
}

it('S35: who deletes what was marked has seen it', async () => {
	await mark(ONE);
	mounted.view.dispatch({ changes: { from: 0, to: 4 } });
	await Promise.resolve();
	expect(onAllSeen).toHaveBeenCalledOnce();
});

it('S35: what others delete, or what is marked no more, is not seen by that', async () => {
	await mark(ONE);
	mounted.deleteAsOther(0, 4);
	await mark(THREE);
	await mark();
	expect(onAllSeen).not.toHaveBeenCalled();
});

it('S35: what was marked for a while fades, also where others go on writing', async () => {
	await mark(ONE);
	vi.advanceTimersByTime(SEEN_AND_FADED_MS - 5_000);
	await mark({ ...ONE, to: 5 });
	vi.advanceTimersByTime(4_000);
	expect(await count()).toBe(1);
	vi.advanceTimersByTime(1_000);
	await Promise.resolve();
	expect(await count()).toBe(0);
	expect(onAllSeen).toHaveBeenCalledOnce();
});

it('S35: one goes on from the change that was pointed out, also where others go on writing', async () => {
	await mark(ONE, THREE);
	expect(await pointOut()).toBe(0);
	await mark({ ...ONE, to: 5 }, THREE);
	expect(await pointOut()).toBe(8);
	await mark({ ...ONE, author: 'Cy' }, { ...THREE, author: 'Cy' });
	expect(await pointOut()).toBe(0);
});

it('S35: what is not drawn does not fade', async () => {
	await mark(ONE);
	show(false);
	vi.advanceTimersByTime(2 * SEEN_AND_FADED_MS);
	expect(await count()).toBe(1);
	expect(onAllSeen).not.toHaveBeenCalled();
});
