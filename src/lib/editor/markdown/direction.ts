import type { Text } from '@codemirror/state';
import { directionOf, type Direction } from '../../util/direction.js';
import { shapeOf } from './line-shape.js';

/** So many lines above a line without a letter are asked for their direction. */
const MAX_LINES_ABOVE = 20;

/** The direction of a line: of its text, not of its marks; without a letter, that of the lines above. */
export function lineDirection(doc: Text, number: number): Direction | undefined {
	for (let at = number; at >= Math.max(1, number - MAX_LINES_ABOVE); at -= 1) {
		const found = directionOf(shapeOf(doc.line(at).text).text);
		if (found !== undefined) return found;
	}
	return undefined;
}
