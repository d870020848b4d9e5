import type { ChangeDesc, Text } from '@codemirror/state';
import type { OpenFence } from '../../markup/fences.js';
import { findSectionEnd } from '../markdown/section-scan.js';
import { countText, NOTHING_COUNTED, sum, type TextCounts } from './count-text.js';
import { scanHeadings, type Heading } from './heading-scan.js';
import { LOOKED_AHEAD, SURVEYED_LENGTH } from './limits.js';

/** What is known of a piece of the text that can be read by itself. */
interface Section {
	readonly length: number;
	/** The code blocks that it, and the next, begin in. */
	readonly fence: OpenFence;
	readonly nextFence: OpenFence;
	readonly counts: TextCounts;
	/** With places from its own beginning on. */
	readonly headings: readonly Heading[];
}

/** The headings and the length of a text, kept up to date by surveying again only what changed. */
export class TextSurvey {
	#sections: readonly Section[] = [];
	/** How many sections the last call had to read. */
	read = 0;

	/** Surveys a text that nothing is known of. */
	begin(text: Text): void {
		this.#survey(text, new Map());
	}

	/** Takes in that the text has become `text`. */
	change(changes: ChangeDesc, text: Text): void {
		const known = new Map<number, Section>();
		let at = 0;
		for (const section of this.#sections) {
			const end = at + section.length;
			const isLast = end >= changes.length;
			if (!changes.touchesRange(at, isLast ? end : end + LOOKED_AHEAD))
				known.set(changes.mapPos(at, 1), section);
			at = end;
		}
		this.#survey(text, known);
	}

	get counts(): TextCounts {
		return this.#sections.reduce((all, { counts }) => sum(all, counts), NOTHING_COUNTED);
	}

	get headings(): Heading[] {
		let start = 0;
		return this.#sections.flatMap(({ headings, length }) => {
			const moved = headings.map((heading) => ({ ...heading, at: start + heading.at }));
			start += length;
			return moved;
		});
	}

	#survey(text: Text, known: ReadonlyMap<number, Section>): void {
		const borders = [...known.keys()].sort((a, b) => a - b);
		const read = (from: number, to: number): string => text.sliceString(from, to);
		const sections: Section[] = [];
		let fence: OpenFence = '';
		let next = 0;
		this.read = 0;
		for (let at = 0; at < text.length;) {
			let section = known.get(at);
			if (section?.fence !== fence) {
				while ((borders[next] ?? Infinity) <= at) next += 1;
				const wishes = { length: SURVEYED_LENGTH, preferred: borders[next] };
				const end = findSectionEnd(read, at, text.length, fence, wishes);
				section = surveyed(read(at, end.to), fence, end.fence);
				this.read += 1;
			}
			sections.push(section);
			fence = section.nextFence;
			at += section.length;
		}
		this.#sections = sections;
	}
}

function surveyed(text: string, fence: OpenFence, nextFence: OpenFence): Section {
	return {
		length: text.length,
		fence,
		nextFence,
		counts: countText(text),
		headings: scanHeadings(text, fence)
	};
}
