import { HighlightStyle } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const muted = { color: 'var(--color-text-muted)' };

/** How what is marked up within a line looks, and code. Blocks have classes of their own. */
export const highlightStyle = HighlightStyle.define([
	{ tag: tags.emphasis, fontStyle: 'italic' },
	{ tag: tags.strong, fontWeight: '700' },
	{ tag: tags.strikethrough, textDecoration: 'line-through', color: 'var(--color-text-muted)' },
	{ tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName, tags.url, tags.atom], ...muted },
	{ tag: [tags.comment, tags.meta, tags.docComment], ...muted },
	{ tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.tagName], color: 'var(--code-keyword)' },
	{ tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
	{ tag: [tags.number, tags.bool, tags.null, tags.unit, tags.color], color: 'var(--code-number)' },
	{
		tag: [
			tags.function(tags.variableName),
			tags.function(tags.propertyName),
			tags.definition(tags.function(tags.variableName)),
			tags.className,
			tags.typeName
		],
		color: 'var(--code-name)'
	},
	{ tag: [tags.attributeName, tags.propertyName], color: 'var(--code-property)' }
]);
