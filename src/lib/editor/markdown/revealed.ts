import { Facet } from '@codemirror/state';
import type { Stretch } from './marks.js';

/** Stretches whose marks are shown as if a selection stood there. */
export const revealed = Facet.define<Stretch | undefined, readonly Stretch[]>({
	combine: (stretches) => stretches.filter((stretch) => stretch !== undefined),
	compare: (a, b) => a.length === b.length && a.every((it, index) => it === b[index])
});
