import { defaultSchema, type Options } from 'rehype-sanitize';

/** Before the ids of a note: none of them names something that a page already knows by that name. */
export const ID_PREFIX = 'user-content-';

/** What of a note's markup may stand in HTML: what Markdown makes, and GitHub's list for HTML that somebody wrote into it. */
export const ALLOWED_IN_NOTES: Options = {
	...defaultSchema,
	clobberPrefix: ID_PREFIX,
	attributes: {
		...defaultSchema.attributes,
		a: [...(defaultSchema.attributes?.['a'] ?? []), 'title'],
		del: [],
		div: [],
		img: ['src', 'alt', 'title', 'width', 'height'],
		input: [['disabled', true], ['type', 'checkbox'], 'checked'],
		source: [],
		td: ['align', 'colSpan', 'rowSpan'],
		th: ['align', 'colSpan', 'rowSpan'],
		ol: ['start', ...(defaultSchema.attributes?.['ol'] ?? [])],
		'*': ['id', 'title', 'lang', 'dir', 'align']
	},
	// No sources of a picture beside its own address: one that asks for others by the size of the screen tells of it.
	tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['picture', 'source'].includes(name)),
	// As phones write them, too, which begin a line with a capital letter.
	protocols: {
		...defaultSchema.protocols,
		href: anyCase('http', 'https', 'mailto', 'tel', 'ftp', 'irc', 'ircs', 'xmpp'),
		src: anyCase('http', 'https')
	},
	// What stands in these is no text for people. Of other elements that are not allowed, the text stays.
	strip: ['script', 'style']
};

/** What may come in by pasting: the marks that Markdown has. Addresses that mean something only on the page they come from do not. */
export const ALLOWED_IN_PASTES: Options = {
	...ALLOWED_IN_NOTES,
	attributes: {
		a: ['href'],
		code: [['className', /^language-./]],
		img: ['src', 'alt'],
		input: [['disabled', true], ['type', 'checkbox'], 'checked'],
		ol: ['start'],
		td: ['align', 'colSpan', 'rowSpan'],
		th: ['align', 'colSpan', 'rowSpan']
	},
	protocols: { href: anyCase('http', 'https', 'mailto'), src: anyCase('http', 'https') },
	strip: [
		'script',
		'style',
		'title',
		'iframe',
		'object',
		'noembed',
		'noframes',
		'noscript',
		'svg',
		'math',
		'template'
	]
};

function anyCase(...schemes: readonly string[]): string[] {
	return schemes.flatMap((scheme) => [
		scheme,
		scheme.toUpperCase(),
		scheme.charAt(0).toUpperCase() + scheme.slice(1)
	]);
}
