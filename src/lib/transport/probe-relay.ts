import type { Clock } from '../util/clock.js';
import { PROBE_RELAY_TIMEOUT_MS } from './limits.js';

/** A relay did not answer as one does. */
export class RelayProbeError extends Error {
	override readonly name = 'RelayProbeError';
}

const SUBSCRIPTION = 'perch-probe';
/** No room has this topic, so that nothing comes but the word that there is nothing. */
const FILTER = { kinds: [20_000], '#x': ['perch-probe'], limit: 1 };

/**
 * Connects to a relay, asks it for something that does not exist, and waits for its answer (NIP-01).
 *
 * @returns how long the answer took once connected, in milliseconds. @throws RelayProbeError
 */
export async function probeRelay(url: string, clock: Clock): Promise<{ readonly roundTripMs: number }> {
	const socket = openSocket(url);
	try {
		return await answerOf(socket, clock);
	} finally {
		socket.close();
	}
}

function openSocket(url: string): WebSocket {
	try {
		return new WebSocket(url);
	} catch (cause) {
		throw new RelayProbeError('the browser does not connect to this address', { cause });
	}
}

function answerOf(socket: WebSocket, clock: Clock): Promise<{ readonly roundTripMs: number }> {
	return new Promise((resolve, reject) => {
		let askedAt = 0;
		const cancel = clock.after(PROBE_RELAY_TIMEOUT_MS, () => reject(new RelayProbeError('it says nothing')));
		const fail = () => {
			cancel();
			reject(new RelayProbeError('it ended the connection'));
		};
		socket.onopen = () => {
			askedAt = clock.now();
			socket.send(JSON.stringify(['REQ', SUBSCRIPTION, FILTER]));
		};
		socket.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (typeof data !== 'string' || !isAnswer(data)) return;
			cancel();
			resolve({ roundTripMs: clock.now() - askedAt });
		};
		socket.onclose = fail;
	});
}

/** Any word on the subscription is one, also that it is not taken: the relay works. */
function isAnswer(text: string): boolean {
	return [`["EOSE","${SUBSCRIPTION}"`, `["CLOSED","${SUBSCRIPTION}"`].some((start) =>
		text.replaceAll(' ', '').startsWith(start)
	);
}
