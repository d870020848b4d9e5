import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const SHELL = '<!doctype html><title>library</title>';
export const JOIN_PAGE = '<!doctype html><title>join</title>';

/** Large enough for compressing to be worth it. */
export const LARGE_FILE = '/_app/immutable/chunks/large.fed987.js';
export const LARGE_FILE_CONTENT = 'export const again = "and again";\n'.repeat(100);

/** Lies next to the build: whoever gets to see it has left the directory. */
export const SECRET = 'not for the web';

const FILES: Record<string, string> = {
	'secret.txt': SECRET,
	'build/index.html': SHELL,
	'build/join/index.html': JOIN_PAGE,
	'build/note/index.html': '<!doctype html><title>note</title>',
	'build/config.json': '{"relays":["wss://from-the-build.example"]}',
	'build/sw.js': 'self.skipWaiting;',
	'build/manifest.webmanifest': '{}',
	'build/_app/immutable/entry/start.abc123.js': 'export {};',
	[`build${LARGE_FILE}`]: LARGE_FILE_CONTENT,
	'build/_app/immutable/assets/loro.def456.wasm': '\0asm',
	'build/icons/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>'
};

/** Writes what a build looks like from outside, in a directory of its own. */
export async function createBuiltApp(): Promise<{ buildDir: string; remove: () => Promise<void> }> {
	const root = await mkdtemp(join(tmpdir(), 'perch-build-'));
	for (const [path, content] of Object.entries(FILES)) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), content);
	}
	return { buildDir: join(root, 'build'), remove: () => rm(root, { recursive: true }) };
}
