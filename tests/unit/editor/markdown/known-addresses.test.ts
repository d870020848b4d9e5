import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openableAddress } from '$lib/editor/markdown/links.js';

let read: number;

beforeEach(() => {
	read = 0;
	class CountedUrl extends URL {
		constructor(url: string) {
			super(url);
			read += 1;
		}
	}
	vi.stubGlobal('URL', CountedUrl);
});

afterEach(() => {
	vi.unstubAllGlobals();
});

it('a link that is drawn at each key has its address read once', () => {
	for (let key = 0; key < 20; key += 1) {
		expect(openableAddress('https://example.org/read-once')).toBe('https://example.org/read-once');
		expect(openableAddress('javascript:read(once)')).toBeUndefined();
	}
	expect(read).toBe(2);
});

it('addresses that went out of sight long ago are forgotten', () => {
	for (let at = 0; at < 300; at += 1) openableAddress(`https://example.org/${at}`);
	read = 0;
	expect(openableAddress('https://example.org/0')).toBe('https://example.org/0');
	expect(read).toBe(1);
});
