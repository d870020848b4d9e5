import { readFileSync } from 'node:fs';
import { fromHex, toBase64Url, type Bytes } from '$lib/util/bytes.js';

const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** What stands in back quotes in the second column of the row of docs/protocol.md that has this first column. */
export function vector(name: string): string {
	for (const line of page.split('\n')) {
		const [, first, second] = line.split('|').map((cell) => cell.trim());
		const value = first === name ? /^`([^`]+)`$/.exec(second ?? '')?.[1] : undefined;
		if (value !== undefined) return value;
	}
	throw new Error(`docs/protocol.md has no test vector "${name}"`);
}

export { fromHex };

/** The bytes of a test vector. */
export function vectorBytes(name: string): Bytes {
	return fromHex(vector(name));
}

/** The session 00 01 02 … 07. */
export const VECTOR_SESSION = toBase64Url(Uint8Array.from({ length: 8 }, (_, index) => index));
