import type { FindQuery } from './query.js';
import type { Places } from './search-text.js';

/** Where to look first. */
export interface Near {
	readonly from: number;
	readonly to: number;
}

/** What the worker is asked. A later question ends the search of an earlier one. */
export interface FindQuestion {
	readonly kind: 'find';
	readonly id: number;
	readonly query: FindQuery;
	readonly near: Near;
	/** What to put in the place of the hits, if they are to be replaced. */
	readonly replacement?: string;
}

/** What it tells. Places are those of the text when it was asked. */
export type FindAnswer =
	| { readonly kind: 'near'; readonly id: number; readonly places: Places }
	| { readonly kind: 'progress'; readonly id: number; readonly count: number }
	| {
			readonly kind: 'found';
			readonly id: number;
			readonly places: Places;
			readonly inserts: readonly string[];
			readonly more: boolean;
	  };
