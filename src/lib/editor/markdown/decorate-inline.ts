import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import type { PreviewLabels } from './labels.js';
import { addressOfLink, type LinkDefinitions } from './link-definitions.js';
import { openableAddress } from './links.js';
import type { Marks } from './marks.js';
import { OpenLinkButton } from './widgets.js';

const MARK_OF: Readonly<Record<string, string>> = {
	Emphasis: 'EmphasisMark',
	StrongEmphasis: 'EmphasisMark',
	Strikethrough: 'StrikethroughMark',
	InlineCode: 'CodeMark',
	Autolink: 'LinkMark'
};

/** What the look of what stands in lines depends on. */
interface InlineLooks {
	readonly labels: PreviewLabels;
	readonly definitions: LinkDefinitions;
}

/** Decorates one construct within a line. */
export function decorateInline(marks: Marks, node: SyntaxNodeRef, looks: InlineLooks): void {
	const { name, from, to } = node;
	switch (name) {
		case 'Emphasis':
		case 'StrongEmphasis':
		case 'Strikethrough':
		case 'Autolink':
			hideMarks(marks, node.node);
			break;
		case 'InlineCode':
			marks.mark(from, to, 'pm-inline-code', { spellcheck: 'false' });
			hideMarks(marks, node.node);
			break;
		case 'Link':
		case 'Image':
			decorateLink(marks, node.node, looks);
			break;
		case 'URL':
			decorateBareLink(marks, node.node, looks);
			break;
		case 'Escape':
			if (!marks.touches(node)) marks.hide(from, from + 1);
			break;
		default:
	}
}

function hideMarks(marks: Marks, node: SyntaxNode): void {
	if (marks.touches(node)) return;
	for (const { from, to } of node.getChildren(MARK_OF[node.name] ?? '')) marks.hide(from, to);
}

/** A link whose address cannot be opened stays as it is written: nothing is hidden that somebody should see. */
function decorateLink(marks: Marks, node: SyntaxNode, { labels, definitions }: InlineLooks): void {
	const [open, close] = node.getChildren('LinkMark');
	if (open === undefined || close === undefined || open.to === close.from) return;
	const href = openableAddress(addressOfLink(marks.state.doc, node, definitions) ?? '');
	if (href === undefined) return;
	const name = node.name === 'Image' ? 'pm-link pm-image' : 'pm-link';
	marks.link(open.to, close.from, name, href);
	if (marks.touches(node)) {
		marks.insert(node.to, new OpenLinkButton(href, labels.openLink));
		return;
	}
	// A line break in the address of a link: what is hidden never spans lines.
	if (marks.state.doc.lineAt(close.from).to < node.to) return;
	marks.hide(open.from, open.to);
	marks.hide(close.from, node.to);
}

function decorateBareLink(marks: Marks, node: SyntaxNode, { labels }: InlineLooks): void {
	const parent = node.parent?.name;
	if (parent === 'Link' || parent === 'Image' || parent === 'LinkReference') return;
	const href = openableAddress(marks.text(node.from, node.to));
	if (href === undefined) return;
	marks.link(node.from, node.to, 'pm-link', href);
	if (marks.touches(node)) {
		const end = parent === 'Autolink' ? node.to + 1 : node.to;
		marks.insert(end, new OpenLinkButton(href, labels.openLink));
	}
}
