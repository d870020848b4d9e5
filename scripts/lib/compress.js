import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What is text, and WebAssembly; pictures are compressed as they are. */
const COMPRESSIBLE = ['.css', '.html', '.js', '.json', '.svg', '.wasm', '.webmanifest'];

/** A smaller file is one packet either way. */
const MIN_BYTES = 1_024;

const GZIP_LEVEL = 9;

/** The best, 11, takes ten seconds more for a build, and saves a tenth. */
const BROTLI_QUALITY = 6;

const asGzip = promisify(gzip);
const asBrotli = promisify(brotliCompress);

/**
 * Puts a `.gz` and a `.br` beside each file of a build that becomes smaller by it, for servers that send those as they are.
 *
 * @param {string} buildDir
 * @returns {Promise<number>} how many files were compressed
 */
export async function compressBuild(buildDir) {
	const entries = await readdir(buildDir, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.includes(extname(entry.name)));
	const outcomes = await Promise.all(files.map(({ parentPath, name }) => compress(join(parentPath, name))));
	return outcomes.filter(Boolean).length;
}

/**
 * @param {string} path
 * @returns {Promise<boolean>} whether it was worth it
 */
async function compress(path) {
	const content = await readFile(path);
	if (content.length < MIN_BYTES) return false;
	const params = {
		[constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
		[constants.BROTLI_PARAM_SIZE_HINT]: content.length
	};
	const [gzipped, brotlied] = await Promise.all([
		asGzip(content, { level: GZIP_LEVEL }),
		asBrotli(content, { params })
	]);
	if (Math.max(gzipped.length, brotlied.length) >= content.length) return false;
	await Promise.all([writeFile(`${path}.gz`, gzipped), writeFile(`${path}.br`, brotlied)]);
	return true;
}
