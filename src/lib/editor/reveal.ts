import { EditorView } from '@codemirror/view';
import { whenRead } from './bind-note.js';

/** Farther away than so many heights of the window, the view jumps: what lies between is not drawn yet. */
const MAX_GLIDE_WINDOWS = 3;

/** Within this part of the window, from its top, somebody's line is well in sight. */
const COMFORT = { from: 0.15, to: 0.75 };

/** For so many frames it is seen to it that what was jumped to is still in sight. */
const SETTLING_FRAMES = 12;

/** How an offset comes into sight. */
export interface Revealing {
	/** Glides there where it is near; for those who do not mind motion. */
	readonly glides: boolean;
	/** Leaves the view alone where the offset is well in sight already. */
	readonly onlyIfNeeded: boolean;
}

/** Scrolls to an offset of the text, in UTF-16 units, without moving the selection; on a phone when its input is read. */
export function reveal(view: EditorView, offset: number, revealing: Revealing): void {
	// To ask where something is drawn may draw it anew.
	whenRead(view, () => scrollTo(view, offset, revealing));
}

function scrollTo(view: EditorView, offset: number, { glides, onlyIfNeeded }: Revealing): void {
	const at = Math.min(Math.max(0, offset), view.state.doc.length);
	const { from, to } = view.viewport;
	const line = at >= from && at <= to ? view.coordsAtPos(at) : null;
	const height = window.visualViewport?.height ?? window.innerHeight;
	if (line !== null) {
		const isWellInSight = line.top >= height * COMFORT.from && line.bottom <= height * COMFORT.to;
		if (onlyIfNeeded && isWellInSight) return;
		const distance = (line.top + line.bottom - height) / 2;
		if (glides && Math.abs(distance) <= height * MAX_GLIDE_WINDOWS) {
			window.scrollBy({ top: distance, behavior: 'smooth' });
			return;
		}
	}
	jump(view, at, SETTLING_FRAMES, untilUsed(view));
}

/** Who writes, presses or scrolls meanwhile goes their own way; so does whoever is shown another place. */
const USES = ['keydown', 'beforeinput', 'pointerdown', 'wheel', 'touchmove'] as const;

const jumping = new WeakMap<EditorView, AbortController>();

/** Ends once the person uses the page, or the view jumps elsewhere. */
function untilUsed(view: EditorView): AbortController {
	jumping.get(view)?.abort();
	const use = new AbortController();
	jumping.set(view, use);
	for (const type of USES) {
		const options = { capture: true, passive: true, once: true, signal: use.signal } as const;
		view.dom.ownerDocument.addEventListener(type, () => use.abort(), options);
	}
	return use;
}

/**
 * Lines that were not drawn yet have their true heights only once they are, and an editor without the focus lets what it
 * shows slip away meanwhile.
 */
function jump(view: EditorView, offset: number, frames: number, use: AbortController): void {
	const at = Math.min(offset, view.state.doc.length);
	view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'center' }) });
	const look = (left: number): void => {
		if (left === 0 || !view.dom.isConnected) use.abort();
		if (use.signal.aborted) return;
		requestAnimationFrame(() => {
			if (use.signal.aborted) return;
			const line = view.dom.isConnected ? view.coordsAtPos(Math.min(at, view.state.doc.length)) : null;
			if (line !== null && line.top >= 0 && line.bottom <= window.innerHeight) look(left - 1);
			else jump(view, at, left - 1, use);
		});
	};
	look(frames);
}
