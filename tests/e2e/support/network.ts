import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ipPath } from './programs.js';

const run = promisify(execFile);

async function ip(...args: readonly string[]): Promise<void> {
	try {
		await run(ipPath(), [...args]);
	} catch (cause) {
		const why = 'this test makes network namespaces of its own; for that it has to run as root, on Linux';
		throw new Error(`ip ${args.join(' ')}: ${why}`, { cause });
	}
}

/** One machine of a test's network: a network namespace with its own addresses and nothing of this machine's. */
export class Host {
	/** What starts a program on it: before the program and its arguments. */
	readonly within: readonly string[];

	constructor(readonly name: string) {
		this.within = [ipPath(), 'netns', 'exec', name];
	}

	/** Runs `ip` on it. */
	async ip(...args: readonly string[]): Promise<void> {
		await ip('-n', this.name, ...args);
	}

	/** Pulls the plug of an interface. */
	async unplug(device: string): Promise<void> {
		await this.ip('link', 'set', device, 'down');
	}

	/**
	 * Puts the plug in. All addresses are then looked for behind it, by name: nobody answers for one that is elsewhere. Without
	 * such a route Chromium has no address of its own to offer to others.
	 */
	async plug(device: string): Promise<void> {
		await this.ip('link', 'set', device, 'up');
		await this.ip('route', 'replace', 'default', 'dev', device);
	}
}

/** Networks that a test makes. `remove` takes everything away again, whatever became of the test. */
export class Network {
	static #made = 0;
	readonly #hosts: Host[] = [];
	readonly #directories: string[] = [];

	/** Makes a host without any link but its loopback. @throws where namespaces cannot be made */
	async host(): Promise<Host> {
		Network.#made += 1;
		const host = new Host(`perch-${process.pid}-${Network.#made}`);
		await ip('netns', 'add', host.name);
		this.#hosts.push(host);
		await host.ip('link', 'set', 'lo', 'up');
		return host;
	}

	/** Joins two hosts by a cable; each end has the name and the address, with its prefix length, that is given. */
	async cable(
		[a, deviceOfA, addressOfA]: readonly [Host, string, string],
		[b, deviceOfB, addressOfB]: readonly [Host, string, string]
	): Promise<void> {
		const peer = ['peer', 'name', deviceOfB, 'netns', b.name];
		await a.ip('link', 'add', deviceOfA, 'type', 'veth', ...peer);
		await a.ip('address', 'add', addressOfA, 'dev', deviceOfA);
		await b.ip('address', 'add', addressOfB, 'dev', deviceOfB);
		for (const [host, device] of [[a, deviceOfA] as const, [b, deviceOfB] as const]) {
			// An IPv6 address that comes by itself two seconds later is a change of the network: Chromium ends what it is loading.
			await host.ip('link', 'set', device, 'addrgenmode', 'none');
			await host.plug(device);
		}
	}

	/** A program that runs another one on a host: what is to be started in the place of that other one. */
	async wrapped(host: Host, program: string): Promise<string> {
		const directory = await mkdtemp(join(tmpdir(), 'perch-on-host-'));
		this.#directories.push(directory);
		const path = join(directory, 'run');
		const command = [...host.within, program].map((part) => `'${part}'`).join(' ');
		await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
		await chmod(path, 0o755);
		return path;
	}

	async remove(): Promise<void> {
		const undone = [
			...this.#hosts.map((host) => ip('netns', 'delete', host.name)),
			...this.#directories.map((directory) => rm(directory, { recursive: true, force: true }))
		];
		await Promise.all(undone);
	}
}
