import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port of one of this machine's addresses that nobody listens on. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
	const probe = createServer();
	probe.listen(0, address);
	await once(probe, 'listening');
	const bound = probe.address();
	probe.close();
	await once(probe, 'close');
	if (bound === null || typeof bound === 'string') throw new Error('no port');
	return bound.port;
}
