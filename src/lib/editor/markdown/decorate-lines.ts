import { Decoration } from '@codemirror/view';
import { directionOf } from '../../util/direction.js';
import { lineDirection } from './direction.js';
import { shapeOf } from './line-shape.js';
import type { Marks } from './marks.js';

const rightToLeft = Decoration.line({ attributes: { dir: 'rtl' } });
/** So that a first word stands right while it is being composed, too. */
const undecided = Decoration.line({ attributes: { dir: 'auto' } });

/** Gives each line the direction of its text. Code goes from left to right, and a table has a direction as a whole. */
export function decorateDirections(marks: Marks): void {
	const { doc } = marks.state;
	let above = lineDirection(doc, doc.lineAt(marks.within.from).number);
	for (const line of marks.lines(marks.within)) {
		const own = directionOf(shapeOf(line.text).text);
		if (marks.hasClass(line.from, 'pm-code') || marks.hasClass(line.from, 'pm-row')) {
			above = own ?? above;
			continue;
		}
		const direction = own ?? above;
		if (direction === 'rtl') marks.decorateLine(line.from, rightToLeft);
		else if (own === undefined) marks.decorateLine(line.from, undecided);
		above = direction;
	}
}
