import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { ROOT } from './paths.js';

const IS_WINDOWS = process.platform === 'win32';
const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** The person ended the script while a command was running. */
export class Interrupted extends Error {
	/** @override */
	name = 'Interrupted';
}

/**
 * Runs a command in the project's root, its output shown as it comes. A signal that ends this process ends the command and
 * all that it has started, first.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 * @returns {Promise<boolean>} whether it succeeded
 * @throws {Interrupted}
 */
export async function succeeds(command, args, env = {}) {
	const child = spawn(command, args, {
		cwd: ROOT,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit'],
		// A process group of its own: npm passes signals on to the shell that it starts, but that one does not pass them on.
		detached: !IS_WINDOWS,
		shell: IS_WINDOWS && !command.endsWith('.exe')
	});
	const interruption = new AbortController();
	/** @param {NodeJS.Signals} signal */
	const interrupt = (signal) => {
		interruption.abort();
		const isRunning = child.exitCode === null && child.signalCode === null;
		if (child.pid !== undefined && isRunning) process.kill(IS_WINDOWS ? child.pid : -child.pid, signal);
	};
	for (const signal of STOP_SIGNALS) process.on(signal, interrupt);
	await once(child, 'exit');
	// Kept on, so that a second signal, which npm sends after the terminal's, does not cut short what follows.
	if (interruption.signal.aborted) throw new Interrupted();
	for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
	return child.exitCode === 0;
}

/**
 * Runs npm, the one that started this process if there is one.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function npmSucceeds(args, env = {}) {
	const npm = process.env.npm_execpath ?? '';
	// Said before the arguments, since those after `--` are the script's. A silent npm would keep the reason of a failure.
	const allArgs = ['--loglevel=notice', '--no-update-notifier', ...args];
	return basename(npm) === 'npm-cli.js'
		? succeeds(process.execPath, [npm, ...allArgs], env)
		: succeeds('npm', allArgs, env);
}
