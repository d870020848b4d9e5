import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const TESTS = fileURLToPath(new URL('../..', import.meta.url));
const MODEL = fileURLToPath(new URL('../../../docs/threat-model.md', import.meta.url));

/** `file.ts`, maybe some words, then: "the name of a test in it, or a part of it". */
const CITED = /`([\w-]+(?:\.spec|\.test)?\.ts)`[^`\n]*?: "([^"]+)"/g;

function sources(file: string): string[] {
	return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
		.filter((path) => basename(path) === file)
		.map((path) => readFileSync(join(TESTS, path), 'utf8'));
}

test('every test that the threat model names exists', () => {
	const cited = [...readFileSync(MODEL, 'utf8').matchAll(CITED)].map(([, file = '', name = '']) => ({
		file,
		name
	}));
	expect(cited.length).toBeGreaterThan(30);
	const missing = cited.filter(({ file, name }) => !sources(file).some((source) => source.includes(name)));
	expect(missing).toEqual([]);
});
