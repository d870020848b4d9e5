import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { directionOf, type Direction } from '../util/direction.js';
import { asWritten } from './as-written.js';
import style from './document.css?raw';
import { forReading } from './for-reading.js';

/**
 * Clean trees, one below the other, as an HTML file that needs nothing else: it brings its looks for screens, dark ones too, and for paper. It can be
 * read offline but for pictures of other addresses. It runs nothing, and its own policy would keep it from that.
 *
 * @param title what the window is called; it is not shown in the text.
 * @param direction of all that has none of its own, such as the columns of tables.
 */
export async function* documentParts(
	trees: Iterable<Root>,
	title: string,
	direction: Direction
): AsyncGenerator<string> {
	yield await documentHead(title, direction);
	for (const tree of trees) yield `${toHtml(forReading(tree, 'fetched'))}\n`;
	yield '</body>\n</html>\n';
}

async function documentHead(title: string, direction: Direction): Promise<string> {
	const policy = [
		"default-src 'none'",
		`style-src 'sha256-${await sha256(style)}'`,
		'img-src http: https: data:',
		"base-uri 'none'",
		"form-action 'none'"
	];
	return [
		'<!doctype html>',
		'<html>',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="color-scheme" content="light dark">',
		'<meta name="referrer" content="no-referrer">',
		toHtml({ type: 'element', tagName: 'title', properties: {}, children: [{ type: 'text', value: title }] }),
		`<style>${style}</style>`,
		'</head>',
		// Not "auto": a browser would ask all that stands in it anew for each part that it reads.
		`<body class="perch-document" dir="${direction}">`,
		''
	].join('\n');
}

/** Such a file of a text that could not be rendered. */
export async function documentAsWritten(markdown: string, title: string): Promise<string> {
	let html = '';
	const direction = directionOf(markdown) ?? 'ltr';
	for await (const part of documentParts([asWritten(markdown)], title, direction)) html += part;
	return html;
}

/** Such a text as HTML without a document around it. */
export function htmlAsWritten(markdown: string): string {
	return toHtml(asWritten(markdown));
}

async function sha256(text: string): Promise<string> {
	const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
