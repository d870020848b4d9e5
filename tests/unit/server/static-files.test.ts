import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { get, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressBuild } from '../../../scripts/lib/compress.js';
import { serve } from '../../../server/serve.js';
import {
	JOIN_PAGE,
	LARGE_FILE,
	LARGE_FILE_CONTENT,
	SECRET,
	SHELL,
	createBuiltApp
} from '../../support/built-app';

const IMMUTABLE_FILE = '/_app/immutable/entry/start.abc123.js';
const ICE_SERVERS = [{ urls: 'turn:turn.example:3478', username: 'u', credential: 'c' }];

let app: Awaited<ReturnType<typeof createBuiltApp>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	app = await createBuiltApp();
	server = await serve({ port: 0, buildDir: app.buildDir, iceServers: ICE_SERVERS });
});

afterAll(async () => {
	await server.close();
	await app.remove();
});

/** Like fetch, but sends the path as it is. */
async function ask(path: string, options: RequestOptions = {}, port = server.port) {
	const sent = request({ host: '127.0.0.1', port, path, ...options }).end();
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe('the built app', () => {
	test.each([
		['/', 'text/html;charset=utf-8'],
		['/sw.js', 'text/javascript'],
		['/manifest.webmanifest', 'application/manifest+json'],
		['/_app/immutable/assets/loro.def456.wasm', 'application/wasm'],
		['/icons/icon.svg', 'image/svg+xml'],
		['/config.json', 'application/json']
	])('%s is served as %s', async (path, type) => {
		const { status, headers } = await ask(path);
		expect(status).toBe(200);
		expect(headers['content-type']).toBe(type);
	});

	test.each(['/', '/join/', '/sw.js', '/manifest.webmanifest', '/config.json'])(
		'%s is asked about each time',
		async (path) => {
			expect((await ask(path)).headers['cache-control']).toBe('no-cache');
		}
	);

	test('a file with a hash in its name is kept for ever', async () => {
		expect((await ask(IMMUTABLE_FILE)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
	});

	test.each([
		['br', 'gzip, deflate, br, zstd', 'br'],
		['gzip', 'gzip, deflate', 'gzip'],
		['as it is', 'identity', undefined]
	])('goes out compressed as the client can read it: %s', async (_, accepted, encoding) => {
		await compressBuild(app.buildDir);
		const compressing = await serve({ port: 0, buildDir: app.buildDir });
		try {
			const { headers } = await ask(
				LARGE_FILE,
				{ headers: { 'Accept-Encoding': accepted } },
				compressing.port
			);
			expect(headers['content-encoding']).toBe(encoding);
			expect(headers['content-type']).toBe('text/javascript');
			expect(headers.vary).toBe('Accept-Encoding');
			expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
			const isSmaller = Number(headers['content-length']) < LARGE_FILE_CONTENT.length;
			expect(isSmaller).toBe(encoding !== undefined);
		} finally {
			await compressing.close();
		}
	});

	test('an unchanged file is not sent again, and stays cached as before', async () => {
		const first = await ask(IMMUTABLE_FILE);
		const second = await ask(IMMUTABLE_FILE, { headers: { 'If-None-Match': first.headers.etag } });
		expect(second.status).toBe(304);
		expect(second.body).toBe('');
		expect(second.headers['cache-control']).toBe(first.headers['cache-control']);
	});

	test.each(['/join', '/join/', '/join?from=link'])('%s is the page, without a redirect', async (path) => {
		expect(await ask(path)).toMatchObject({ status: 200, body: JOIN_PAGE });
	});

	test('an unknown page is the shell, marked as not found', async () => {
		const { status, body, headers } = await ask('/no/such/page');
		expect({ status, body }).toEqual({ status: 404, body: SHELL });
		expect(headers['cache-control']).toBe('no-cache');
	});

	test('an unknown file is not answered with a page', async () => {
		const { status, headers } = await ask('/_app/immutable/entry/gone.js');
		expect(status).toBe(404);
		expect(headers['content-type']).toBe('text/plain;charset=utf-8');
		expect(headers['cache-control']).toBe('no-cache');
	});

	test('config.json is the one of the server, with its relay and the ICE servers', async () => {
		expect(JSON.parse((await ask('/config.json')).body)).toEqual({
			relays: ['./relay'],
			iceServers: ICE_SERVERS
		});
	});

	test.each([
		['/', "frame-ancestors 'none'"],
		['/join', "frame-ancestors 'none'"],
		['/no/such/page', "frame-ancestors 'none'"],
		['/sw.js', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'"],
		['/config.json', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"],
		['/icons/icon.svg', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"],
		['/nothing.png', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"]
	])('%s carries the security headers', async (path, policy) => {
		const { headers } = await ask(path);
		expect(headers).toMatchObject({
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
			'content-security-policy': policy
		});
		// Chromium caches no compiled scripts beside the opener policy (server/headers.js).
		expect(headers).not.toHaveProperty('origin-agent-cluster');
		expect(headers['permissions-policy']).toMatch(/^camera=\(self\), /);
		for (const feature of ['microphone', 'geolocation', 'usb', 'payment', 'display-capture']) {
			expect(headers['permissions-policy']).toContain(`, ${feature}=()`);
		}
	});

	test('only reading is allowed', async () => {
		const { status, headers } = await ask('/', { method: 'POST' });
		expect(status).toBe(405);
		expect(headers.allow).toBe('GET, HEAD');
	});

	test('what an app shares where no service worker answers leads to the app, which says that nothing came', async () => {
		const { status, headers, body } = await ask('/open/', { method: 'POST' });
		expect({ status, body }).toEqual({ status: 303, body: '' });
		expect(headers.location).toBe('/open/');
		expect((await ask('/open', { method: 'POST' })).status).toBe(303);
		expect((await ask('/open/', { method: 'PUT' })).status).toBe(405);
	});

	test('it is reached as localhost by IPv4 and, where there is one, by IPv6', async () => {
		expect((await fetch(server.url)).status).toBe(200);
		expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
	});
});

describe('what a hostile request gets', () => {
	test.each([
		'/../secret.txt',
		'/..%2fsecret.txt',
		'/%2e%2e/secret.txt',
		'/%2e%2e%2fsecret.txt',
		'/..%5csecret.txt',
		'/icons/../../secret.txt',
		'/icons/..%252f..%252fsecret.txt',
		'//../secret.txt',
		'/./../secret.txt',
		'/%00/../secret.txt',
		'/%',
		'//',
		'http://localhost/../secret.txt'
	])('%s does not lead out of the build', async (path) => {
		const { status, body } = await ask(path);
		expect(status).toBe(404);
		expect(body).not.toContain(SECRET);
	});

	test('a range that ends before it starts does no harm', async () => {
		expect(await ask('/', { headers: { Range: 'bytes=5-2' } })).toMatchObject({ status: 200, body: SHELL });
	});
});

test('a file that is gone ends its answer, not the server', async () => {
	const own = await createBuiltApp();
	const rebuilt = await serve({ port: 0, buildDir: own.buildDir });
	try {
		await rm(join(own.buildDir, 'sw.js'));
		const sent = get({ host: '127.0.0.1', port: rebuilt.port, path: '/sw.js' });
		sent.on('response', (response) => response.on('error', () => undefined).resume());
		sent.on('error', () => undefined);
		await new Promise((resolve) => sent.on('close', resolve));
		expect(await ask('/', {}, rebuilt.port)).toMatchObject({ status: 200, body: SHELL });
	} finally {
		await rebuilt.close();
		await own.remove();
	}
});

test('without a build it says so', async () => {
	await expect(serve({ port: 0, buildDir: join(app.buildDir, 'nowhere') })).rejects.toThrow(
		'There is no built app to serve: npm start builds it, and so does npm run build.'
	);
});

describe('below a base path', () => {
	let based: Awaited<ReturnType<typeof serve>>;

	beforeAll(async () => {
		based = await serve({ port: 0, buildDir: app.buildDir, base: '/perch' });
	});

	afterAll(() => based.close());

	test('its address has the path', () => {
		expect(based.url).toBe(`http://localhost:${based.port}/perch/`);
	});

	test.each([
		['/perch/', SHELL],
		['/perch/join', JOIN_PAGE],
		['/perch/join/', JOIN_PAGE]
	])('%s is served', async (path, body) => {
		expect(await ask(path, {}, based.port)).toMatchObject({ status: 200, body });
	});

	test.each(['/', '/perch'])('%s leads there', async (path) => {
		const { status, headers } = await ask(path, {}, based.port);
		expect({ status, location: headers.location }).toEqual({ status: 307, location: '/perch/' });
	});

	test('nothing is served beside it', async () => {
		expect((await ask('/join', {}, based.port)).status).toBe(404);
		expect((await ask('/open/', { method: 'POST' }, based.port)).status).toBe(405);
		expect((await ask('/perch/open/', { method: 'POST' }, based.port)).headers.location).toBe('/perch/open/');
		expect((await ask('/perchjoin', {}, based.port)).status).toBe(404);
		expect((await ask(`/perch${IMMUTABLE_FILE}`, {}, based.port)).headers['cache-control']).toContain(
			'immutable'
		);
		expect((await ask('/perch/config.json', {}, based.port)).body).toContain('./relay');
	});
});
