import { beforeAll, beforeEach, afterEach, expect, it, vi } from 'vitest';
import type { MarkedChange } from '$lib/editor/unseen-field.js';
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
const onMarked = vi.fn();

beforeEach(async () => {
	vi.useFakeTimers();
	onAllSeen.mockClear();
	onMarked.mockClear();
	mounted = await mountedOn(TEXT, { onAllSeen, onMarked });
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
	const { setUnseenMarks } = await import('$lib/editor/unseen-field.js');
	mounted.view.dispatch({ effects: setUnseenMarks.of(changes) });
	await Promise.resolve();
}

async function pointOut(): Promise<number | undefined> {
	const { pointOutNext } = await import('$lib/editor/unseen-marks.js');
	return pointOutNext(mounted.view)?.offset;
}

/** What is marked, as it stands in the text; "|" where something was deleted. */
async function marked(): Promise<string[]> {
	const { unseenField } = await import('$lib/editor/unseen-field.js');
	const { state } = mounted.view;
	const found: string[] = [];
	state.field(unseenField).marks.between(0, state.doc.length, (from, to) => {
		found.push(state.sliceDoc(from, to) || '|');
	});
	return found;
}

async function namesOfMarks(): Promise<string[]> {
	const { unseenField } = await import('$lib/editor/unseen-field.js');
	const { state } = mounted.view;
	const names: string[] = [];
	state.field(unseenField).marks.between(0, state.doc.length, (_from, _to, { author }) => {
		names.push(author);
	});
	return names;
}

/** Marks one change for so long that it fades, and another in the midst of that. */
async function fade(first: MarkedChange, second: MarkedChange): Promise<void> {
	await mark(first);
	vi.advanceTimersByTime(SEEN_AND_FADED_MS - 1_000);
	await mark(first, second);
	vi.advanceTimersByTime(1_000);
}

async function count(): Promise<number> {
	const { unseenField } = await import('$lib/editor/unseen-field.js');
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

it('S35: what has faded is not marked again while another mark is left; what is written there later is', async () => {
	await fade(ONE, THREE);
	expect(await marked()).toEqual(['three']);
	await mark(ONE, THREE);
	expect(await marked()).toEqual(['three']);
	// Behind it, and into it: "o-ne two four", as one change.
	mounted.writeAsOther(3, ' more');
	mounted.writeAsOther(1, '-');
	await mark({ ...ONE, to: 9 }, { ...THREE, from: 14, to: 19 });
	expect(await marked()).toEqual(['-', ' more', 'three']);
	vi.advanceTimersByTime(SEEN_AND_FADED_MS - 1_000);
	expect(await marked()).toEqual(['-', ' more']);
	expect(onAllSeen).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1_000);
	await Promise.resolve();
	expect(onAllSeen).toHaveBeenCalledOnce();
	await mark();
	// That was all: from now on it is new again.
	await mark({ ...ONE, to: 9 });
	expect(await marked()).toEqual(['o-ne more']);
});

it('S35: what one writes oneself into what has faded brings no mark back', async () => {
	await fade(ONE, THREE);
	mounted.view.dispatch({ changes: { from: 1, insert: 'xx' } });
	await mark({ ...ONE, to: 1 }, { ...ONE, from: 3, to: 5 }, { ...THREE, from: 10, to: 15 });
	expect(await marked()).toEqual(['three']);
});

it('S35: what is deleted beside what has faded is marked, and what was deleted there before is not', async () => {
	await fade({ ...ONE, from: 4, to: 4 }, THREE);
	await mark({ ...ONE, from: 4, to: 4 }, THREE);
	expect(await marked()).toEqual(['three']);
	mounted.deleteAsOther(2, 2);
	await mark({ ...ONE, from: 2, to: 2 }, { ...THREE, from: 6, to: 11 });
	expect(await marked()).toEqual(['|', 'three']);
});

it('S35: what is deleted beside what has faded is marked with the name of who deleted it, and what one deleted in another tab is not', async () => {
	const written = { from: 0, to: 7, author: 'Ada' };
	await fade(written, THREE);
	// A tab of one's own, and somebody else: both come by the note.
	mounted.deleteAsOther(6, 2);
	const left = { ...written, to: 6 };
	const three = { ...THREE, from: 6, to: 11 };
	await mark(left, three);
	expect(await namesOfMarks()).toEqual(['Bea']);
	await mark({ ...left, deletedBy: 'Bob' }, three);
	expect(await namesOfMarks()).toEqual(['Bob', 'Bea']);
	await mark(left, { from: 6, to: 6, author: 'Cy' }, three);
	expect(await namesOfMarks()).toEqual(['Cy', 'Bea']);
	await mark();
	await mark(left, { from: 6, to: 6, author: 'Cy' }, three);
	expect(await namesOfMarks()).toEqual(['Ada', 'Cy', 'Bea']);
});

it('S35: it is told by whom the marks are that are left', async () => {
	await fade(ONE, THREE);
	expect(onMarked.mock.calls).toEqual([
		[['Ada'], true],
		[['Ada', 'Bea'], true],
		[['Bea'], false]
	]);
	mounted.writeAsOther(0, 'now ');
	expect(onMarked).toHaveBeenCalledTimes(3);
	mounted.view.dispatch({ changes: { from: 12, to: 17 } });
	expect(onMarked).toHaveBeenLastCalledWith([], false);
});

it('S35: where only what has faded is left to be marked, all is seen', async () => {
	await fade(ONE, THREE);
	mounted.deleteAsOther(8, 5);
	expect(onAllSeen).not.toHaveBeenCalled();
	mounted.writeAsOther(0, 'now ');
	await mark({ ...ONE, from: 4, to: 7 });
	expect(onAllSeen).toHaveBeenCalledOnce();
	expect(await count()).toBe(0);
});
