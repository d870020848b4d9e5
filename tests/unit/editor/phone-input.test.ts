import { StateEffect } from '@codemirror/state';
import { describe, expect, it, vi } from 'vitest';
import { openPage } from './dom.js';
import { mountedOn } from './mounted.js';
import { typeUnread } from './unread.js';

openPage('phone');
// What it finds out of the browser it does as it is loaded.
const { EditorView } = await import('@codemirror/view');

const ada = { key: 'ada', person: 'ada', name: 'Ada', colour: 0, word: {}, anchor: 6, head: 8 };

type Mounted = Awaited<ReturnType<typeof mountedOn>>;

/** All input is read, and done what waited for that, however long a busy machine takes. */
async function settled({ editor }: Pick<Mounted, 'editor'>): Promise<void> {
	await new Promise<void>((done) => {
		editor.whenRead(done);
	});
	await new Promise((done) => setTimeout(done, 0));
}

/** The carets of others come; in the end all was kept that the keyboard wrote. */
async function keptBesideCarets({ editor, text, drifts, close }: Mounted): Promise<void> {
	editor.setRemoteCarets([ada]);
	await settled({ editor });
	expect(text()).toBe('left wordright');
	expect(drifts).toEqual([]);
	close();
}

function keepBusy(ms: number): void {
	const until = performance.now() + ms;
	while (performance.now() < until);
}

/** What is dispatched while somebody writes, without a change of the text or of one's own caret. */
async function redrawings(): Promise<Record<string, (mounted: Mounted) => void>> {
	const { setUnseenMarks } = await import('$lib/editor/unseen-field.js');
	const { pointOutNext } = await import('$lib/editor/unseen-marks.js');
	const { pointOutCaret } = await import('$lib/editor/remote-carets.js');
	const { showHits } = await import('$lib/editor/find/hit-marks.js');
	const { Hits } = await import('$lib/editor/find/hits.js');
	const { reveal } = await import('$lib/editor/reveal.js');
	const { showCaret } = await import('$lib/editor/formatting.js');
	return {
		'carets of others': ({ editor }) => editor.setRemoteCarets([]),
		'other modes of writing': ({ editor }) =>
			editor.setModes({ typewriter: true, focus: true, spelling: true }),
		'marks of what others changed': ({ view }) =>
			view.dispatch({ effects: setUnseenMarks.of([{ from: 0, to: 4, author: 'Ada' }]) }),
		'a mark that is pointed out': ({ view }) => {
			pointOutNext(view);
		},
		'a caret that is pointed out': ({ view }) => view.dispatch({ effects: pointOutCaret.of('key') }),
		'what was found': ({ view }) => {
			const hits = new Hits(Uint32Array.of(0, 4));
			view.dispatch({ effects: showHits.of({ hits, current: hits.at(0) }) });
		},
		'another place in sight': ({ view }) => reveal(view, 0, { glides: false, onlyIfNeeded: false }),
		'a keyboard that comes up': ({ view }) => showCaret(view),
		'nothing at all': ({ view }) => view.dispatch({}),
		'a transaction that is made already': ({ view }) =>
			view.dispatch(view.state.update({ effects: EditorView.scrollIntoView(0) })),
		'several of them': ({ view }) =>
			view.dispatch([view.state.update({ effects: EditorView.scrollIntoView(0) })])
	};
}

describe('what a phone’s keyboard wrote and nobody has read yet is not undone by', async () => {
	const { setUnseenMarks } = await import('$lib/editor/unseen-field.js');
	for (const [name, redraw] of Object.entries(await redrawings())) {
		it(name, async () => {
			const mounted = await mountedOn('left right');
			const { view, text, drifts, close } = mounted;
			view.dispatch({ effects: setUnseenMarks.of([{ from: 6, to: 9, author: 'Ada' }]) });
			await typeUnread(view, 'left wright', 'left wordright');
			redraw(mounted);
			await settled(mounted);
			expect(text()).toBe('left wordright');
			expect(view.contentDOM.textContent).toBe('left wordright');
			expect(drifts).toEqual([]);
			close();
		});
	}

	it.each([100, 1_500])('carets of others, in a page that was busy for %i ms', async (busyMs) => {
		const mounted = await mountedOn('left right');
		await typeUnread(mounted.view, 'left wright', 'left wordright');
		keepBusy(busyMs);
		await keptBesideCarets(mounted);
	});

	it('carets of others, where the page is out of sight before the next frame', async () => {
		const { editor, view, text, drifts, close } = await mountedOn('left right');
		const frames: FrameRequestCallback[] = [];
		vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
		await typeUnread(view, 'left wright', 'left wordright');
		vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
		document.dispatchEvent(new Event('visibilitychange'));
		// The page may be gone soon.
		expect(text()).toBe('left wordright');
		editor.setRemoteCarets([ada]);
		await new Promise((done) => setTimeout(done, 200));
		expect(view.contentDOM.textContent).toContain('left wordright');
		expect(text()).toBe('left wordright');
		expect(drifts).toEqual([]);
		vi.restoreAllMocks();
		close();
	});

	it.each([100, 1_500])(
		'carets of others, after the page was busy for %i ms with the key before',
		async (busyMs) => {
			const mounted = await mountedOn('left right');
			await typeUnread(mounted.view, 'left wright', 'left wordright', () => {
				keepBusy(busyMs);
			});
			await keptBesideCarets(mounted);
		}
	);
});

it('a button of the toolbar changes the text when what a phone’s keyboard wrote is read', async () => {
	const { editor, view, text, drifts, close } = await mountedOn('left right');
	const { applyFormat } = await import('$lib/editor/formatting.js');
	await typeUnread(view, 'left wright', 'left wordright');
	applyFormat(view, 'list');
	await settled({ editor });
	expect(text()).toBe('- left wordright');
	expect(drifts).toEqual([]);
	close();
});

const place = StateEffect.define<number>({ map: (at, changes) => changes.mapPos(at, 1) });

it('what waits until a phone’s input is read is done in its order, at places that moved along', async () => {
	const { editor, view, close } = await mountedOn('left right');
	const { setUnseenMarks, unseenField } = await import('$lib/editor/unseen-field.js');
	const seen: number[] = [];
	view.dispatch({
		effects: StateEffect.appendConfig.of(
			EditorView.updateListener.of(({ transactions }) => {
				for (const { effects } of transactions)
					for (const effect of effects) if (effect.is(place)) seen.push(effect.value);
			})
		)
	});
	await typeUnread(view, 'left wright', 'left wordright');
	view.dispatch({ effects: place.of(7) });
	view.dispatch({ effects: [place.of(1), setUnseenMarks.of([{ from: 6, to: 11, author: 'Ada' }])] });
	expect(seen).toEqual([]);
	await settled({ editor });
	// Three letters came before it.
	expect(seen).toEqual([10, 1]);
	const marked: string[] = [];
	view.state.field(unseenField).marks.between(0, view.state.doc.length, (from, to) => {
		marked.push(view.state.sliceDoc(from, to));
	});
	expect(marked).toEqual(['right']);
	close();
});

it('the caret of another that waits until a phone’s input is read stays at its letter', async () => {
	const { editor, view, close } = await mountedOn('left right');
	const { remoteCaretsField } = await import('$lib/editor/remote-carets.js');
	await typeUnread(view, 'left wright', 'left wordright');
	editor.setRemoteCarets([ada]);
	editor.setRemoteCarets([{ ...ada, anchor: 7, head: 9 }]);
	await settled({ editor });
	const [caret] = view.state.field(remoteCaretsField);
	expect(view.state.sliceDoc(caret?.anchor, caret?.head)).toBe('ig');
	close();
});

it('what reads back what it showed is done in order with the rest, and of one name the last only', async () => {
	const { editor, view, close } = await mountedOn('left right');
	const { whenRead } = await import('$lib/editor/bind-note.js');
	const done: string[] = [];
	await typeUnread(view, 'left wright', 'left wordright');
	for (const name of ['first', 'second']) whenRead(view, () => done.push(name), 'named');
	editor.whenRead(() => done.push('third'));
	editor.whenRead(() => {
		throw new Error('one that fails');
	});
	editor.whenRead(() => done.push('fourth'));
	expect(done).toEqual([]);
	await settled({ editor });
	expect(done).toEqual(['second', 'third', 'fourth']);
	editor.whenRead(() => done.push('at once'));
	expect(done.at(-1)).toBe('at once');
	close();
});

it('a syntax tree of a text that was written on since takes the place of none', async () => {
	const { editor, view, close } = await mountedOn('left right');
	const { Language, syntaxTree } = await import('@codemirror/language');
	const field = view.state.field(
		(Language as unknown as { state: Parameters<typeof view.state.field>[0] }).state
	);
	const { setState } = Language as unknown as { setState: { of(value: unknown): StateEffect<unknown> } };
	await typeUnread(view, 'left wright', 'left wordright');
	view.dispatch({ effects: setState.of(field) });
	await settled({ editor });
	expect(view.state.doc.length).toBe(14);
	expect(syntaxTree(view.state).length).not.toBe('left right'.length);
	// On a busy machine the text may take longer to parse than a change is given for that.
	await vi.waitFor(() => expect(syntaxTree(view.state).length).toBe(14), { timeout: 5_000 });
	close();
});

it('a long press selects and brings up the menu of the phone, on text, on what is marked up and on what is drawn', async () => {
	const { view, close } = await mountedOn('words **bold** [it](https://a.example/)\n\n- [ ] soup\n\n---');
	const { forceParsing } = await import('@codemirror/language');
	forceParsing(view, view.state.doc.length, 5_000);
	for (const target of [view.contentDOM, ...view.contentDOM.querySelectorAll('*')]) {
		for (const type of ['pointerdown', 'touchstart', 'selectstart', 'contextmenu', 'touchend']) {
			const event = new Event(type, { bubbles: true, cancelable: true });
			const touches = [{ clientX: 0, clientY: 0, radiusX: 0, radiusY: 0 }];
			target.dispatchEvent(Object.assign(event, { button: 0, touches, targetTouches: touches }));
			expect(event.defaultPrevented, `${type} on ${target.outerHTML}`).toBe(false);
		}
	}
	close();
});
