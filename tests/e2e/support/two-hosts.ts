import { chromium } from '@playwright/test';
import { chromiumLaunch } from './browsers.js';
import { Network, type Host } from './network.js';
import { Person, type Prepare } from './person.js';
import { Server } from './server.js';

/** Nobody else is in a namespace that was just made: every port is free. */
const PORT = 4173;

const HERE = '10.77.0.1';
const THERE = '10.77.0.2';
const THERE_LATER = '10.77.0.3';
const PREFIX = 24;

/** The app at an address that is no loopback one: browsers are told to trust it as they do localhost. */
export async function personAt(
	network: Network,
	host: Host,
	app: string,
	prepare?: Prepare
): Promise<Person> {
	const program = chromiumLaunch.executablePath ?? chromium.executablePath();
	return await Person.arrive(app, 'chromium', {}, prepare, {
		executablePath: await network.wrapped(host, program),
		// Only with it does Chromium bind its sockets to addresses, which then die with them.
		permissions: ['camera', 'microphone'],
		args: [`--unsafely-treat-insecure-origin-as-secure=${app}`]
	});
}

/** Two machines joined by a cable, with a person at each; the server and its relay run on the first. */
export class TwoHosts {
	readonly #people: Person[] = [];
	#addressThere = THERE;

	private constructor(
		private readonly network: Network,
		private readonly here: Host,
		private readonly there: Host,
		readonly server: Server
	) {}

	/** Makes them. @throws where network namespaces cannot be made */
	static async start(): Promise<TwoHosts> {
		const network = new Network();
		try {
			const [here, there] = [await network.host(), await network.host()];
			await network.cable([here, 'eth0', `${HERE}/${PREFIX}`], [there, 'eth0', `${THERE}/${PREFIX}`]);
			const server = await Server.start({ host: HERE, port: PORT, within: here.within });
			return new TwoHosts(network, here, there, server);
		} catch (failure) {
			await network.remove();
			throw failure;
		}
	}

	/** Starts a browser on the first host, or on the second. */
	async arrive(where: 'here' | 'there'): Promise<Person> {
		const host = where === 'here' ? this.here : this.there;
		const person = await personAt(this.network, host, this.server.url);
		this.#people.push(person);
		return person;
	}

	/** Pulls the cable. */
	async cut(): Promise<void> {
		await this.there.unplug('eth0');
	}

	/** Plugs it in again. */
	async mend(): Promise<void> {
		await this.there.plug('eth0');
	}

	/** Gives the second host another address in the place of the one that it has. */
	async moveThere(): Promise<void> {
		const before = this.#addressThere;
		this.#addressThere = before === THERE ? THERE_LATER : THERE;
		await this.there.ip('address', 'delete', `${before}/${PREFIX}`, 'dev', 'eth0');
		await this.there.ip('address', 'add', `${this.#addressThere}/${PREFIX}`, 'dev', 'eth0');
		await this.there.plug('eth0');
	}

	/** Ends everything; gives what went wrong in the browsers. */
	async remove(): Promise<readonly string[]> {
		try {
			await Promise.all(this.#people.map((person) => person.leave()));
			await this.server.stop();
		} finally {
			await this.network.remove();
		}
		return this.#people.flatMap(({ problems }) => problems);
	}
}
