import type { Root } from 'hast';

/** What to make of a Markdown text: HTML without a document around it, an HTML file, or the tree of a sheet for print. */
export type RenderQuestion =
	| { readonly form: 'html' | 'sheet'; readonly markdown: string }
	| { readonly form: 'document'; readonly markdown: string; readonly title: string };

/** A part of what was asked for: the parts stand one behind the other. `undefined`: the text has to stay as it is written. */
export type RenderAnswer = { readonly html?: string; readonly sheet?: Root } | undefined;

/** The first that the worker tells. */
export const READY = 'ready';
/** The last, behind all parts. */
export const DONE = 'done';
