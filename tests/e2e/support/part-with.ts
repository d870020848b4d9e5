import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CHUNKS = fileURLToPath(new URL('../../../build/_app/immutable/chunks/', import.meta.url));

/** The name of the one script of the built app that has these letters in it. @throws Error where there is none, or another */
export function partWith(letters: string): string {
	const [part, ...others] = readdirSync(CHUNKS).filter(
		(name) => name.endsWith('.js') && readFileSync(CHUNKS + name, 'utf8').includes(letters)
	);
	if (part === undefined || others.length > 0) throw new Error(`no part of the app alone has ${letters}`);
	return part;
}
