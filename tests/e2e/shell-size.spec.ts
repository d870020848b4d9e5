import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const BUILD = fileURLToPath(new URL('../../build/', import.meta.url));
const KIB = 1_024;

/**
 * What a page may weigh, compressed by gzip, until it is painted first: itself and all that it names. Loro's .wasm comes
 * later. The note's page brings the whole editor along. The aim is 150 KiB for the others; these are what they have come to.
 */
const LIMITS_KIB = { '': 172, 'join/': 156, 'settings/': 164, 'note/': 344 };

for (const [page, limitKiB] of Object.entries(LIMITS_KIB)) {
	test(`/${page} is painted after ${limitKiB} KiB at most`, () => {
		const html = readFileSync(`${BUILD}${page}index.html`, 'utf8');
		const named = [...html.matchAll(/<link href="\/(?<path>[^"]+)" rel="(?:modulepreload|stylesheet)"/g)];
		const files = named.map(({ groups }) => readFileSync(`${BUILD}${groups?.['path'] ?? ''}`));
		// Else the pattern does not fit the page any more.
		expect(files.length).toBeGreaterThan(10);
		const bytes = [Buffer.from(html), ...files].map((content) => gzipSync(content).length);
		expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(limitKiB * KIB);
	});
}
