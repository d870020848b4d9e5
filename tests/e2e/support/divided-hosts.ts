import { watchConnections } from './candidate-pairs.js';
import { Network, type Host } from './network.js';
import type { Person } from './person.js';
import { Server } from './server.js';
import { TurnServer } from './turn-server.js';
import { personAt } from './two-hosts.js';

const APP_PORT = 4173;
const TURN_PORT = 3478;
const PREFIX = 24;

/** The middle has an address on each of its two cables, and answers for both on either. It passes nothing on. */
const MIDDLE = ['10.78.1.1', '10.78.2.1'] as const;
const ENDS = ['10.78.1.2', '10.78.2.2'] as const;

/**
 * Two machines that reach a third one each, and not one another. That third one runs the server, its relay and a TURN server,
 * of which the app is told by config.json.
 */
export class DividedHosts {
	readonly #people: Person[] = [];

	private constructor(
		private readonly network: Network,
		private readonly ends: readonly Host[],
		readonly server: Server,
		readonly turn: TurnServer
	) {}

	/** Makes them. @throws where network namespaces cannot be made, or coturn is missing */
	static async start(): Promise<DividedHosts> {
		const network = new Network();
		try {
			const middle = await network.host();
			const ends: Host[] = [];
			for (const [index, address] of ENDS.entries()) {
				const end = await network.host();
				await network.cable(
					[middle, `eth${index}`, `${MIDDLE[index]}/${PREFIX}`],
					[end, 'eth0', `${address}/${PREFIX}`]
				);
				ends.push(end);
			}
			const { within } = middle;
			const turn = await TurnServer.start({ address: MIDDLE[0], port: TURN_PORT, within });
			const env = { PERCH_ICE_SERVERS: JSON.stringify([turn.iceServer]) };
			const server = await Server.start({ host: MIDDLE[0], port: APP_PORT, within, env });
			return new DividedHosts(network, ends, server, turn);
		} catch (failure) {
			await network.remove();
			throw failure;
		}
	}

	/** Starts a browser on one of the two. */
	async arrive(end: 0 | 1): Promise<Person> {
		const host = this.ends[end];
		if (host === undefined) throw new Error('no such host');
		const person = await personAt(this.network, host, this.server.url, watchConnections);
		this.#people.push(person);
		return person;
	}

	/** Ends everything; gives what went wrong in the browsers. */
	async remove(): Promise<readonly string[]> {
		try {
			await Promise.all(this.#people.map((person) => person.leave()));
			await this.server.stop();
			await this.turn.stop();
		} finally {
			await this.network.remove();
		}
		return this.#people.flatMap(({ problems }) => problems);
	}
}
