import { IceProbeError, probeStun, probeTurn } from '../transport/probe-ice.js';
import { probeRelay, RelayProbeError } from '../transport/probe-relay.js';
import { systemClock } from '../util/clock.js';
import type { TurnServer } from './own-servers.js';

/** What a server showed when it was tested. */
export type ServerProof =
	| { readonly kind: 'relay' | 'turn'; readonly roundTripMs: number }
	/** `address`: this device's, as the server sees it, where the browser tells. */
	| { readonly kind: 'stun'; readonly address: string | undefined };

export type ServerTestState =
	| 'untested'
	| 'running'
	| { readonly passed: ServerProof }
	| { readonly failed: RelayProbeError | IceProbeError };

/** The test of one server, which really connects. */
export class ServerTest {
	#state: ServerTestState = $state.raw('untested');

	private constructor(private readonly probe: () => Promise<ServerProof>) {}

	static ofRelay(url: string): ServerTest {
		return new ServerTest(async () => ({ kind: 'relay', ...(await probeRelay(url, systemClock)) }));
	}

	static ofStun(url: string): ServerTest {
		return new ServerTest(async () => ({ kind: 'stun', address: (await probeStun(url)).address }));
	}

	static ofTurn({ url, username, credential }: TurnServer): ServerTest {
		const server = { urls: url, username, credential };
		return new ServerTest(async () => ({ kind: 'turn', ...(await probeTurn(server)) }));
	}

	get state(): ServerTestState {
		return this.#state;
	}

	/** Tests, unless a test is running. What comes of it stands in `state`. */
	async run(): Promise<void> {
		if (this.#state === 'running') return;
		this.#state = 'running';
		try {
			this.#state = { passed: await this.probe() };
		} catch (failure) {
			if (!(failure instanceof RelayProbeError || failure instanceof IceProbeError)) {
				this.#state = 'untested';
				throw failure;
			}
			this.#state = { failed: failure };
		}
	}
}
