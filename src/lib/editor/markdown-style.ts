import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { parser, Strikethrough, TaskList } from '@lezer/markdown';

/**
 * Markdown by its parser alone: @codemirror/lang-markdown would add 72 KB for the languages that may be nested in it.
 */
const markdown = new Language(
	defineLanguageFacet(),
	parser.configure([Strikethrough, TaskList]),
	[],
	'markdown'
);

const muted = { color: 'var(--color-text-muted)' };

/** Marks step back, what they mark comes forward; nothing is hidden, so that the text stays what is written. */
const style = HighlightStyle.define([
	{ tag: tags.heading1, fontWeight: '700', fontSize: '1.5em', lineHeight: '1.3' },
	{ tag: tags.heading2, fontWeight: '700', fontSize: '1.25em', lineHeight: '1.35' },
	{ tag: tags.heading3, fontWeight: '700', fontSize: '1.1em' },
	{ tag: [tags.heading4, tags.heading5, tags.heading6], fontWeight: '700' },
	{ tag: tags.emphasis, fontStyle: 'italic' },
	{ tag: tags.strong, fontWeight: '700' },
	{ tag: tags.strikethrough, textDecoration: 'line-through' },
	{ tag: tags.monospace, fontFamily: 'var(--font-mono)', fontSize: '0.9em' },
	{ tag: tags.link, color: 'var(--color-accent)' },
	{ tag: tags.url, color: 'var(--color-accent)' },
	{ tag: tags.quote, ...muted },
	{ tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName, tags.comment], ...muted },
	// A list's text is as any other.
	{ tag: tags.atom, color: 'var(--color-accent)' }
]);

/** The extension that shows Markdown as it is meant, lightly. */
export function markdownStyle(): Extension {
	return [markdown.extension, syntaxHighlighting(style)];
}
