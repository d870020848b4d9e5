import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createBuiltApp } from '../../support/built-app';
import { RelayClient } from '../../support/relay-client';

const MAIN = fileURLToPath(new URL('../../../server/main.js', import.meta.url));

/** A new Node process takes its time where the machine is busy. */
const TEST_TIMEOUT_MS = 60_000;

vi.setConfig({ testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS });

/** A browser may try either for `localhost`; not every machine has the second. */
const LOOPBACK_ADDRESSES = Object.values(networkInterfaces())
	.flatMap((addresses) => addresses ?? [])
	.map(({ address }) => address)
	.filter((address) => ['127.0.0.1', '::1'].includes(address));

let app: Awaited<ReturnType<typeof createBuiltApp>>;
let running: ChildProcessWithoutNullStreams | undefined;

beforeAll(async () => {
	app = await createBuiltApp();
});

afterAll(() => app.remove());

afterEach(() => {
	running?.kill('SIGKILL');
	running = undefined;
});

function startServer(env: Record<string, string>) {
	const child = spawn(process.execPath, [MAIN, app.buildDir], {
		env: { ...process.env, HOST: '', BASE_PATH: '', ...env }
	});
	running = child;
	return {
		child,
		lines: createInterface({ input: child.stdout }),
		errors: text(child.stderr),
		exited: once(child, 'close') as Promise<[code: number | null, signal: string | null]>
	};
}

async function firstAddress(lines: AsyncIterable<string>): Promise<URL> {
	for await (const line of lines) {
		const address = /http:\S+/.exec(line);
		if (address) return new URL(address[0]);
	}
	throw new Error('the server ended without an address');
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'%s ends it cleanly, with clients still connected',
	async (signal) => {
		const server = startServer({ PORT: '0' });
		const url = await firstAddress(server.lines);
		const agent = new Agent({ keepAlive: true });
		const [page] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
		await text(page);
		const client = await RelayClient.open(`ws://${url.host}/relay`);

		server.child.kill(signal);
		server.child.kill(signal);

		expect(await client.closed).toBe(1001);
		expect(await server.exited).toEqual([0, null]);
		expect(await server.errors).toBe('');
		agent.destroy();
	}
);

test.each(LOOPBACK_ADDRESSES)(
	'a port in use on %s is named in one sentence, with the way out',
	async (address) => {
		const blocker = createServer().listen(0, address);
		await once(blocker, 'listening');
		const { port } = blocker.address() as AddressInfo;
		try {
			const server = startServer({ PORT: String(port) });
			expect(await server.exited).toEqual([1, null]);
			expect(await server.errors).toBe(
				`Port ${port} is in use by another program: choose another one, such as PORT=${port + 1} npm start\n`
			);
		} finally {
			blocker.close();
		}
	}
);

test('a setting that cannot be used ends it with a sentence and without a stack', async () => {
	const server = startServer({ PORT: 'abc' });
	expect(await server.exited).toEqual([1, null]);
	expect(await server.errors).toBe('PORT is "abc", but it must be a whole number from 0 to 65535.\n');
});
