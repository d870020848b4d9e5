import { defineLanguageFacet, Language } from '@codemirror/language';
import { Autolink, parseCode, parser, Strikethrough, Table, type MarkdownConfig } from '@lezer/markdown';
import { fenceParser } from './fence-languages.js';
import { MAX_PARAGRAPH_LENGTH } from './limits.js';
import { SectionedParser } from './sectioned-parser.js';
import { taskList } from './task-list.js';

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

/** A four-space indent is a slip in a note more often than it is code, which has fences. */
const withoutIndentedCode: MarkdownConfig = { remove: ['IndentedCode'] };

/**
 * Markdown with tables, strikethrough, tasks and bare links. By its parser alone: @codemirror/lang-markdown would add 72 KB for the
 * languages that it can nest; here each is loaded when a code block names it.
 */
export const markdownLanguage = new Language(
	defineLanguageFacet(),
	new SectionedParser(
		parser.configure([
			Table,
			Strikethrough,
			taskList,
			Autolink,
			boundedParagraphs,
			withoutIndentedCode,
			parseCode({ codeParser: fenceParser })
		])
	),
	[],
	'markdown'
);
