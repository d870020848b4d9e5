import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { parser, Strikethrough, TaskList, type MarkdownConfig } from '@lezer/markdown';

/** In UTF-16 units. The parser takes a paragraph in one go, and again at each key: 1 MB of it took a second. */
const MAX_PARAGRAPH_LENGTH = 10_000;

/** Cuts paragraphs that are too long into several, and leaves lines that are too long without markup. */
const boundedParagraphs: MarkdownConfig = {
	parseBlock: [
		{
			name: 'BoundedParagraph',
			parse(context, line) {
				if (line.text.length <= MAX_PARAGRAPH_LENGTH) return false;
				context.nextLine();
				return true;
			},
			endLeaf: (_context, line, leaf) => leaf.content.length + line.text.length > MAX_PARAGRAPH_LENGTH
		}
	]
};

/** Markdown by its parser alone: @codemirror/lang-markdown would add 72 KB for the languages that it can nest. */
const markdown = new Language(
	defineLanguageFacet(),
	parser.configure([Strikethrough, TaskList, boundedParagraphs]),
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
