import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { BUILD } from './build-folder.js';

/** Fewer files mean that the pattern does not fit the page any more. */
const LEAST_FILES = 10;

/** What a page of the built app weighs by itself, compressed by gzip, in bytes: it is painted when that has come. */
export function pageBytes(page: string): number {
	return gzipSync(htmlOf(page)).length;
}

/** What a page of the built app weighs, compressed by gzip, until its scripts can run: itself and all that it names, in bytes. */
export function shellBytes(page: string): number {
	const html = htmlOf(page);
	// A stylesheet that is in the page itself is named too, disabled, and not fetched.
	const named = [...html.matchAll(/<link href="\/(?<path>[^"]+)" rel="(?:modulepreload|stylesheet)">/g)];
	const files = named.map(({ groups }) => readFileSync(`${BUILD}${groups?.['path'] ?? ''}`));
	if (files.length <= LEAST_FILES) throw new Error(`/${page} names ${files.length} files only`);
	const bytes = files.map((content) => gzipSync(content).length);
	return bytes.reduce((sum, size) => sum + size, pageBytes(page));
}

function htmlOf(page: string): string {
	return readFileSync(`${BUILD}${page}index.html`, 'utf8');
}
