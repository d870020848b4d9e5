import { expect, it } from 'vitest';
import { SharedItems } from '$lib/workspace/shared-items.js';

/** The part of the browser's cache that is used, for one cache. */
class OneCache {
	readonly #kept = new Map<string, Response>();

	open = () => Promise.resolve(this as unknown as Cache);
	match = (key: string) => Promise.resolve(this.#kept.get(key)?.clone());
	put = (key: string, response: Response) => Promise.resolve(void this.#kept.set(key, response));
	delete = (key: string) => Promise.resolve(this.#kept.delete(key));
	keys = () => Promise.resolve([...this.#kept.keys()].map((url) => ({ url })));
}

const BLANK = { title: '', text: '', url: '' };

it('S42 what is left of something shared takes its place, and waits until it is discarded', async () => {
	const items = new SharedItems('https://perch.test/app/', new OneCache());
	expect(await items.next()).toBeUndefined();
	const files = [new File(['the text of b'], 'b.md', { type: 'text/markdown' })];
	await items.replace('a/1', { text: { ...BLANK, title: 'words' }, files: [] });
	await items.replace('a/1', { text: BLANK, files });
	const id = await items.next();
	expect(id).toBe('a/1');
	expect(await items.next(new Set(['a/1']))).toBeUndefined();
	const item = await items.read('a/1');
	expect(item?.text).toEqual(BLANK);
	expect(await item?.files[0]?.text()).toBe('the text of b');
	await items.discard('a/1');
	expect(await items.next()).toBeUndefined();
	expect(await items.read('a/1')).toBeUndefined();
});
