import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestEvent, ResolveOptions } from '@sveltejs/kit';
import { expect, it } from 'vitest';
import { handle } from '../../../src/hooks.server.js';

const SOURCE = join(import.meta.dirname, '../../../src');
const page = readFileSync(join(SOURCE, 'app.html'), 'utf8');
const tokens = readFileSync(join(SOURCE, 'lib/ui/tokens.css'), 'utf8');

/** What a browser is asked for by these tests. */
interface Wishes {
	readonly scheme: 'light' | 'dark';
	readonly contrast: 'more' | 'no-preference';
}

/** Whether a media query fits; undefined stands for none. */
function fits(query: string | undefined, { scheme, contrast }: Wishes): boolean {
	const asked = [...(query ?? '').matchAll(/prefers-(color-scheme|contrast): ([\w-]+)/g)];
	return asked.every(([, name, value]) => value === (name === 'contrast' ? contrast : scheme));
}

/** The ground of a page: the last rule that fits counts. */
function ground(wishes: Wishes): string | undefined {
	const rules = tokens.matchAll(/(?:@media ([^{]+)\{\s*)?:root \{[^}]*?--color-bg: (#\w+)/g);
	return [...rules].filter(([, query]) => fits(query, wishes)).at(-1)?.[2];
}

/** What the browser's own bars are coloured in: the first that fits counts. */
function themeColour(wishes: Wishes): string | undefined {
	const metas = page.matchAll(/<meta\s+name="theme-color"\s+content="(#\w+)"\s+media="([^"]+)"\s*\/>/g);
	return [...metas].find(([, , query]) => fits(query, wishes))?.[1];
}

it.each<Wishes>([
	{ scheme: 'light', contrast: 'no-preference' },
	{ scheme: 'dark', contrast: 'no-preference' },
	{ scheme: 'light', contrast: 'more' },
	{ scheme: 'dark', contrast: 'more' }
])('the bars around a page have the colour of its ground: $scheme, contrast $contrast', (wishes) => {
	expect(ground(wishes)).toMatch(/^#/);
	expect(themeColour(wishes)).toBe(ground(wishes));
});

/** The page of a route, as the build makes it. */
async function built(route: string): Promise<string> {
	let html = '';
	const resolve = async (_event: unknown, { transformPageChunk }: ResolveOptions = {}) => {
		html = (await transformPageChunk?.({ html: page, done: true })) ?? '';
		return new Response();
	};
	const url = new URL(route, 'http://perch.test');
	await handle({ event: { route: { id: route }, url } as RequestEvent, resolve });
	return html;
}

it.each(['/', '/note', '/settings'])(
	'a page says in words what to do where its scripts do not come, and leaves nothing to be filled in: %s',
	async (route) => {
		const html = await built(route);
		expect(html).toMatch(/<p class="overdue" role="status">[^<]*reload[^<]*<\/p>/);
		expect(html).not.toContain('%perch.');
	}
);

it('a page begins with the bar that it will have', async () => {
	const [library, note, settings] = await Promise.all(['/', '/note', '/settings'].map(built));
	expect(library).toMatch(/data-look="library" aria-hidden="true"><svg .*<span>Perch<\/span>/);
	expect(note).toMatch(
		/data-look="note" aria-hidden="true"><svg class="lucide-chevron-left"[^>]*><path[^>]*><\/svg></
	);
	expect(settings).toMatch(/data-look="page" aria-hidden="true"><svg .*<span>All notes<\/span>/);
});
