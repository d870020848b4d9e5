import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { paragraphAt } from './paragraph.js';

const dim = Decoration.line({ class: 'cf-dim' });

/** How they do. */
export const focusTheme = EditorView.theme({
	'.cm-line': { transition: 'opacity var(--duration-calm)' },
	'.cf-dim': { opacity: '0.5' },
	// Who asks for contrast gets it.
	'@media (prefers-contrast: more), (forced-colors: active)': { '.cf-dim': { opacity: '1' } }
});

/** While one writes, all but the paragraphs of one's own selection stand back. */
export const focusMode: Extension = ViewPlugin.define((view) => new Dimmed(view), {
	decorations: ({ lines }) => lines
});

/** The lines in sight that stand back. That of the caret never does, so that a composition's line keeps its look. */
class Dimmed {
	lines: DecorationSet;

	constructor(view: EditorView) {
		this.lines = dimmedLines(view);
	}

	update({ view, docChanged, viewportChanged, selectionSet, focusChanged }: ViewUpdate): void {
		if (docChanged || viewportChanged || selectionSet || focusChanged) this.lines = dimmedLines(view);
	}
}

function dimmedLines(view: EditorView): DecorationSet {
	const { state, viewport } = view;
	if (!view.hasFocus) return Decoration.none;
	const { doc, selection } = state;
	const { from, to } = selection.main;
	const lit = { from: paragraphAt(doc, from, viewport).from, to: paragraphAt(doc, to, viewport).to };
	const builder = new RangeSetBuilder<Decoration>();
	let drawn = -1;
	for (const range of view.visibleRanges) {
		for (let line = doc.lineAt(range.from); ; line = doc.line(line.number + 1)) {
			// Of a very long line there may be several ranges.
			if (line.from > drawn && (line.to < lit.from || line.from > lit.to))
				builder.add(line.from, line.from, dim);
			drawn = Math.max(drawn, line.from);
			if (line.to >= range.to || line.number === doc.lines) break;
		}
	}
	return builder.finish();
}
