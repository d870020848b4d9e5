import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import sirv from 'sirv';
import { Failure } from './failure.js';
import { CACHE_AND_ASK, CACHE_FOR_EVER } from './headers.js';
import { pathOf } from './path-of.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

const IMMUTABLE_PREFIX = '/_app/immutable/';

/**
 * Answers requests from the built app. The files are listed once, at the start, and only what is on that list is ever
 * read: no path can lead out of the directory.
 *
 * @param {string} buildDir
 * @returns {(request: IncomingMessage, response: ServerResponse) => void} expects URLs without the base path
 * @throws {Failure} when there is no build
 */
export function createStaticFiles(buildDir) {
	const shell = readShell(buildDir);
	// Also finds `join/index.html` for `/join`, without a redirect, which would cost an invite's link its cached page.
	const serveFile = sirv(buildDir, { etag: true, gzip: true, brotli: true, onNoMatch: answerNotFound });

	/**
	 * @param {IncomingMessage} request
	 * @param {ServerResponse} response
	 */
	function answerNotFound(request, response) {
		const isPage = extname(pathOf(request)) === '';
		response.writeHead(404, {
			'Content-Type': `text/${isPage ? 'html' : 'plain'};charset=utf-8`,
			'Cache-Control': CACHE_AND_ASK
		});
		response.end(isPage ? shell : 'Not found\n');
	}

	return (request, response) => {
		// sirv throws on a range that ends before it starts; no file here is worth a part of it.
		delete request.headers.range;
		// Set before sirv runs, since its 304 answers carry only what is there already.
		const isImmutable = request.url?.startsWith(IMMUTABLE_PREFIX) === true;
		response.setHeader('Cache-Control', isImmutable ? CACHE_FOR_EVER : CACHE_AND_ASK);
		// A file that a new build has taken away while we run ends this answer, not the server.
		response.once('pipe', (source) => source.once('error', () => response.destroy()));
		serveFile(request, response);
	};
}

/** @param {string} buildDir */
function readShell(buildDir) {
	try {
		return readFileSync(join(buildDir, 'index.html'));
	} catch (error) {
		throw new Failure('There is no built app to serve: npm start builds it, and so does npm run build.', {
			cause: error
		});
	}
}
