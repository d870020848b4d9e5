import createDOMPurify from 'dompurify';
import { JSDOM } from 'jsdom';
import { expect, it } from 'vitest';
import { documentParts } from '$lib/markup/html-document.js';
import { renderedTrees } from '$lib/markup/tree.js';
import { ATTACKS } from './attacks.js';
import { markupHtml } from './rendered.js';

const { window } = new JSDOM('', { url: 'https://perch.example/' });
const purify = createDOMPurify(window);
const SCRIPTABLE = /^[^a-z]*(?:javascript|vbscript|data|blob|filesystem|feed|view-source):/i;

async function htmlDocument(markdown: string, title: string): Promise<string> {
	const parts: string[] = [];
	for await (const part of documentParts(renderedTrees(markdown), title, 'rtl')) parts.push(part);
	return parts.join('');
}

function body(html: string): HTMLElement {
	return new window.DOMParser().parseFromString(html, 'text/html').body;
}

/** What another sanitiser would take out, by its own list; it does not know that addresses of chats are harmless. */
function takenOut(html: string): unknown[] {
	purify.sanitize(html, {
		ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|ftp|ircs?|xmpp):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i
	});
	// jsdom always has a head; what it notes of it comes from its own document.
	return purify.removed;
}

it.each(ATTACKS)('18 nothing is left that could run: %s', (attack) => {
	for (const text of [
		attack,
		`words before ${attack} words behind`,
		`- item\n\n  ${attack}\n\n> ${attack}`
	]) {
		const html = markupHtml(text);
		expect(takenOut(html)).toEqual([]);
		for (const element of body(html).querySelectorAll('*')) {
			for (const { name, value } of element.attributes) {
				expect(name).not.toMatch(/^(?:on|style$|srcset$|ping$|formaction$|action$|target$)/i);
				expect(value).not.toMatch(SCRIPTABLE);
				if (name === 'id' || name === 'name') expect(value).toMatch(/^user-content-/);
			}
		}
	}
});

it('18 the same is found where nothing was cleaned', () => {
	expect(takenOut('<p>a</p><img src=x onerror=ran()>')).not.toEqual([]);
	expect(takenOut('<a href="javascript:ran()">x</a>')).not.toEqual([]);
});

it.each([
	['[x](//evil.example/a)', '<p><a href="https://evil.example/a">x</a></p>'],
	['<a href="\\\\evil.example">x</a>', '<p><a href="https://evil.example">x</a></p>'],
	['<a href="/\\evil.example">x</a>', '<p><a href="https://evil.example">x</a></p>'],
	['<a href="\u0001 //evil.example">x</a>', '<p><a href="https://evil.example">x</a></p>'],
	['<a href="/\t/evil.example">x</a>', '<p><a href="https://evil.example">x</a></p>'],
	['![x](//evil.example/a.png)', '<p><img alt="x"></p>'],
	['<img src="&Tab;/\t\\evil.example/a.png" alt=x>', '<img alt="x">'],
	['<blockquote cite="//evil.example">x</blockquote>', '<blockquote>x</blockquote>'],
	['[x](/a//b) ![x](a.png)', '<p><a href="/a//b">x</a> <img src="a.png" alt="x"></p>']
])('18 an address leaves no scheme to the page that it stands on: %s', (markdown, html) => {
	expect(markupHtml(markdown)).toBe(html);
});

it('18 no text is lost to markup that is left open', () => {
	const names =
		'title style script textarea xmp iframe noembed noframes noscript plaintext template select svg math object table a p div html body head form button details video b'.split(
			' '
		);
	for (const name of names) {
		const html = markupHtml(`first words <${name}> *middle* words\n\n# Heading\n\n<${name}>\nlast words\n`);
		const text = body(html).textContent;
		for (const words of ['first words', 'middle', 'Heading', 'last words'])
			expect(text, name).toContain(words);
	}
});

it('18 a document holds what it is given as text only, and its policy allows no script', async () => {
	const title = '</title><script>ran()</script>';
	const html = await htmlDocument(ATTACKS.join('\n\n'), title);
	const { document } = new JSDOM(html).window;
	expect(document.title).toBe(title);
	expect(document.querySelectorAll('script, iframe, object, embed, base, form, link, [style]')).toHaveLength(
		0
	);
	const policy = document
		.querySelector('meta[http-equiv="Content-Security-Policy"]')
		?.getAttribute('content');
	expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*'; /);
	expect(document.querySelectorAll('meta[http-equiv]')).toHaveLength(1);
	expect(document.querySelectorAll('style')).toHaveLength(1);
});

it('a document shows tables, tasks, code and directions', async () => {
	const html = await htmlDocument(
		'| a | b |\n| - | -: |\n| 1 | 2 |\n\n- [x] done\n\n```js\nlet a;\n```\n\nשלום [site](https://a.example/path)',
		'Note'
	);
	const { document } = new JSDOM(html).window;
	expect(document.querySelectorAll('td')[1]?.getAttribute('align')).toBe('right');
	expect(document.querySelector('li > input[type=checkbox][checked][disabled]')).not.toBeNull();
	expect(document.querySelector('pre > code.language-js')?.textContent).toBe('let a;\n');
	expect(document.querySelector('body > p')?.getAttribute('dir')).toBe('auto');
	expect(document.body.dir).toBe('rtl');
	expect(document.querySelector('a')?.dataset['address']).toBe('a.example/path');
});

it('what is too long or too deep to be rendered is shown as it is written', () => {
	const long = '*a* '.repeat(130_000);
	expect(body(markupHtml(long)).querySelector('pre')?.textContent).toBe(long);
	const deep = `${'> '.repeat(3_000)}*a*`;
	expect(body(markupHtml(deep)).textContent).toContain('a');
});

it.each([
	['- [xx] milk', true],
	['1. [X ] milk', true],
	['- [  ] milk', false]
])('a box that several pressed at the same time is a box: %s', (markdown, isTicked) => {
	const box = body(markupHtml(markdown)).querySelector<HTMLInputElement>('li input[type=checkbox]');
	expect(box?.checked).toBe(isTicked);
	expect(box?.parentElement?.textContent.trim()).toBe('milk');
});

it.each([
	['behind a box', '- [ ] [xx] milk', 1],
	['whose brackets are escaped', '- \\[xx\\] milk', 0],
	['with a reference for a sign', '- [x&#120;] milk', 0]
])('what looks like such a box is words %s', (_where, markdown, boxes) => {
	const written = body(markupHtml(markdown));
	expect(written.textContent.trim()).toBe('[xx] milk');
	expect(written.querySelectorAll('input[type=checkbox]')).toHaveLength(boxes);
	expect(written.querySelector('[checked]')).toBeNull();
});
