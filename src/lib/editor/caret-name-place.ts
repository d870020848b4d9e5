import type { LayerBox } from './layer-box.js';

/** The most room that a name takes beside its caret, in CSS pixels: as in caret-theme.ts. */
export const NAME_MAX_WIDTH_PX = 160;
const NAME_HEIGHT_PX = 18;

/** Where a name stands: above its caret and to the right of it, but where there is no room. */
export interface NamePlace {
	readonly below: boolean;
	readonly toTheLeft: boolean;
}

/**
 * Where the name of a caret stands, so that no edge cuts it off and it does not lie on the line in which one writes oneself.
 * `own`: one's own caret, if one is writing; `width`: that of the text; `isFirstLine`: above it stands the title.
 */
export function namePlace(
	caret: LayerBox,
	own: LayerBox | undefined,
	width: number,
	isFirstLine: boolean
): NamePlace {
	const above = { top: caret.top - NAME_HEIGHT_PX, height: NAME_HEIGHT_PX };
	const below = { top: caret.top + caret.height, height: NAME_HEIGHT_PX };
	const aboveIsBad = isFirstLine || overlaps(above, own);
	const room = width - caret.left;
	return {
		below: aboveIsBad && !overlaps(below, own),
		toTheLeft: room < NAME_MAX_WIDTH_PX && room < caret.left
	};
}

function overlaps(name: Omit<LayerBox, 'left'>, own: LayerBox | undefined): boolean {
	return own !== undefined && name.top < own.top + own.height && own.top < name.top + name.height;
}
