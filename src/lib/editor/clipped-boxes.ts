import type { EditorState, Extension, SelectionRange } from '@codemirror/state';
import { Direction, RectangleMarker, ViewPlugin, type EditorView } from '@codemirror/view';
import { scrolledBlock } from './scrolled-block.js';

/** What of the layers is in sight within a block, in CSS pixels of the layer. */
interface Window {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/**
 * The boxes of a stretch of the text, or of a place in it, for a layer. What scrolls sideways does not cut a layer, which lies over it:
 * its boxes are cut to what is in sight, and left out if nothing is.
 */
export function boxesInSight(view: EditorView, className: string, range: SelectionRange): RectangleMarker[] {
	const windows = [...new Set([range.from, range.to].map((offset) => scrolledBlock(view, offset)))].flatMap(
		(block) => (block === null ? [] : [windowOf(view, block)])
	);
	return RectangleMarker.forRange(view, className, range).flatMap((box) => {
		const middle = box.top + box.height / 2;
		const window = windows.find(({ top, bottom }) => top <= middle && middle <= bottom);
		return window === undefined ? [box] : cut(box, className, window);
	});
}

/** Draws the layers anew as something is scrolled within the text, once a frame, while there is anything to draw. */
export function redrawAsBlocksScroll(isNeeded: (state: EditorState) => boolean): Extension {
	return ViewPlugin.define((view) => {
		let frame: number | undefined;
		const watch = new AbortController();
		const redraw = () => {
			if (!isNeeded(view.state)) return;
			frame ??= requestAnimationFrame(() => {
				frame = undefined;
				view.dispatch({});
			});
		};
		const { signal } = watch;
		view.contentDOM.addEventListener('scroll', redraw, { capture: true, passive: true, signal });
		return {
			destroy() {
				watch.abort();
				if (frame !== undefined) cancelAnimationFrame(frame);
			}
		};
	});
}

/** From where the boxes of layers are measured, CodeMirror does not tell. */
function windowOf({ scrollDOM, textDirection }: EditorView, block: Element): Window {
	const editor = scrollDOM.getBoundingClientRect();
	const start = textDirection === Direction.LTR ? editor.left : editor.right - scrollDOM.clientWidth;
	const left = start - scrollDOM.scrollLeft;
	const top = editor.top - scrollDOM.scrollTop;
	const box = block.getBoundingClientRect();
	return { left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top };
}

function cut(box: RectangleMarker, className: string, window: Window): RectangleMarker[] {
	if (box.width === null) return box.left >= window.left && box.left <= window.right ? [box] : [];
	const left = Math.max(box.left, window.left);
	const right = Math.min(box.left + box.width, window.right);
	return right > left ? [new RectangleMarker(className, left, box.top, right - left, box.height)] : [];
}
