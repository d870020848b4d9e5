import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { succeeds } from './command.js';

/** Long enough for a browser's first start on a busy machine. */
const VERSION_TIMEOUT_MS = 60_000;

/** Where administrators' programs are, which is not on everyone's path. */
const ADMIN_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

const APT = '/usr/bin/apt-get';
const SYSTEMD = '/run/systemd/system';

/**
 * A program of the system's.
 *
 * @typedef {object} Program
 * @property {string} variable names its executable to the tests, and may be set to choose one
 * @property {string} debianPackage
 * @property {readonly string[]} commands
 * @property {string} versionOption
 * @property {string} [service] a unit that the package would start by itself
 */

/**
 * @param {Program} program
 * @returns {string | undefined} the path of its executable, found by its variable or on the path
 */
export function findExecutable({ variable, commands, versionOption }) {
	const chosen = process.env[variable];
	if (chosen !== undefined) return chosen;
	const directories = [...(process.env.PATH ?? '').split(delimiter), ...ADMIN_DIRECTORIES];
	const candidates = commands.flatMap((command) => directories.map((directory) => join(directory, command)));
	return candidates.find((path) => existsSync(path) && isUsable(path, versionOption));
}

/**
 * Installs the packages of these programs, where this account may. Whether it worked shows in what is found afterwards.
 *
 * @param {readonly Program[]} programs
 */
export async function installPackages(programs) {
	if (programs.length === 0 || process.getuid?.() !== 0 || !existsSync(APT)) return;
	const packages = programs.map(({ debianPackage }) => debianPackage);
	console.log(`Installing ${packages.join(', ')} …`);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	// Tests start a server of their own: none is to run for good, open to the network, because somebody ran the tests.
	const services = programs.flatMap(({ service }) => service ?? []);
	if (services.length > 0 && existsSync(SYSTEMD)) await succeeds('systemctl', ['mask', ...services]);
	await succeeds('apt-get', ['update'], env);
	await succeeds('apt-get', ['install', '-y', '--no-install-recommends', ...packages], env);
}

/**
 * Some systems have a command of this name that only says where to get the program.
 *
 * @param {string} path
 * @param {string} versionOption
 */
function isUsable(path, versionOption) {
	return spawnSync(path, [versionOption], { stdio: 'ignore', timeout: VERSION_TIMEOUT_MS }).status === 0;
}
