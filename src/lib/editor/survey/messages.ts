import type { TextCounts } from './count-text.js';
import type { HeadingLevel } from './heading-scan.js';

/** Asks how much a stretch of the text is. */
export interface CountQuestion {
	readonly kind: 'count';
	readonly id: number;
	readonly from: number;
	readonly to: number;
}

/** A heading without its place. */
export interface HeadingText {
	readonly level: HeadingLevel;
	readonly text: string;
}

export type SurveyAnswer =
	| {
			readonly kind: 'survey';
			/** How many changes of the text are taken in. */
			readonly changes: number;
			readonly counts: TextCounts;
			/** Where the headings' lines begin. */
			readonly places: Uint32Array;
			/** Undefined if they are those that were told last. */
			readonly headings: readonly HeadingText[] | undefined;
	  }
	| { readonly kind: 'counted'; readonly id: number; readonly counts: TextCounts };
