import { StateEffect, StateField, type ChangeDesc, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { revealed } from '../markdown/revealed.js';
import { Hits, type Hit } from './hits.js';

/** What is shown of a search. */
export interface ShownHits {
	readonly hits: Hits;
	/** The one that the person is at. */
	readonly current: Hit | undefined;
}

/** Shows other hits, or none. */
export const showHits = StateEffect.define<ShownHits>({ map: through });

const NOTHING: ShownHits = { hits: Hits.none, current: undefined };
const hitMark = Decoration.mark({ class: 'pf-hit' });
const currentMark = Decoration.mark({ class: 'pf-hit pf-current' });

/** The hits of a search where they stand now. */
export const shownHits = StateField.define<ShownHits>({
	create: () => NOTHING,
	update(shown, { docChanged, changes, effects }) {
		const moved = docChanged && shown !== NOTHING ? through(shown, changes) : shown;
		return effects.reduce((last, effect) => (effect.is(showHits) ? effect.value : last), moved);
	},
	// Marks and addresses that are hidden would hide what was found in them.
	provide: (field) => revealed.compute([field], (state) => state.field(field).current)
});

/** The extension that marks what was found, in the lines in sight. */
export function hitMarks(): Extension {
	return [
		shownHits,
		ViewPlugin.define((view) => new HitMarks(view), { decorations: ({ decorations }) => decorations }),
		EditorView.theme({
			'.pf-hit': {
				backgroundColor: 'var(--color-hit)',
				borderRadius: '3px',
				boxShadow: '0 0 0 1px var(--color-hit)'
			},
			'.pf-current, .pf-current *': { color: 'var(--color-on-current-hit) !important' },
			'.pf-current': {
				backgroundColor: 'var(--color-current-hit)',
				boxShadow: '0 0 0 2px var(--color-current-hit)'
			}
		})
	];
}

function through({ hits, current }: ShownHits, changes: ChangeDesc): ShownHits {
	const alone = current && new Hits(Uint32Array.of(current.from, current.to)).through(changes);
	return { hits: hits.through(changes), current: alone?.at(0) };
}

class HitMarks {
	decorations: DecorationSet = Decoration.none;

	constructor(view: EditorView) {
		this.#mark(view);
	}

	update({ view, state, startState, docChanged, changes, viewportChanged }: ViewUpdate): void {
		const isOther = state.field(shownHits) !== startState.field(shownHits);
		if (!isOther && !viewportChanged && !docChanged) return;
		// Other decorations would garble the composition (codemirror/dev#1650).
		if (view.composing || view.compositionStarted) this.decorations = this.decorations.map(changes);
		else this.#mark(view);
	}

	#mark(view: EditorView): void {
		const { hits, current } = view.state.field(shownHits);
		const made: Range<Decoration>[] = [];
		for (const range of hits.count === 0 ? [] : view.visibleRanges) {
			for (const { from, to } of hits.within(range)) {
				const mark = from === current?.from && to === current.to ? currentMark : hitMark;
				made.push(mark.range(from, to));
			}
		}
		this.decorations = Decoration.set(made, true);
	}
}
