import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { errorCode } from '../../server/failure.js';
import { ROOT, STATE_DIR } from './paths.js';

const IS_WINDOWS = process.platform === 'win32';
const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** How far a command stands back: about a tenth of a core stays for it where all are busy. */
const NICENESS = 10;

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to this process's
 * @property {string} [cwd] where it runs: the project's root unless said
 * @property {string} [beside] names a command that runs beside another: its output is shown in one piece when it is through
 * @property {boolean} [standsBack] it gets what others leave of the processor
 */

/** The person ended the script while a command was running. */
export class Interrupted extends Error {
	/** @override */
	name = 'Interrupted';
}

/**
 * Runs a command, in the project's root unless said otherwise, its output shown as it comes. A signal that ends this process ends the command and
 * all that it has started, first.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<boolean>} whether it succeeded
 * @throws {Interrupted}
 */
export async function succeeds(command, args, { env = {}, cwd = ROOT, beside, standsBack = false } = {}) {
	const held = beside === undefined ? undefined : heldOutput(beside);
	const output = held?.file ?? 'inherit';
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', output, output],
		// A process group of its own: npm passes signals on to the shell that it starts, but that one does not pass them on.
		detached: !IS_WINDOWS,
		shell: IS_WINDOWS && !command.endsWith('.exe')
	});
	if (standsBack && child.pid !== undefined) standBack(child.pid);
	const interruption = new AbortController();
	/** @param {NodeJS.Signals} signal */
	const interrupt = (signal) => {
		interruption.abort();
		const isRunning = child.exitCode === null && child.signalCode === null;
		if (child.pid !== undefined && isRunning) process.kill(IS_WINDOWS ? child.pid : -child.pid, signal);
	};
	for (const signal of STOP_SIGNALS) process.on(signal, interrupt);
	await once(child, 'exit');
	held?.show();
	// Kept on, so that a second signal, which npm sends after the terminal's, does not cut short what follows.
	if (interruption.signal.aborted) throw new Interrupted();
	for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
	return child.exitCode === 0;
}

/** @param {string} name */
function heldOutput(name) {
	mkdirSync(STATE_DIR, { recursive: true });
	const path = join(STATE_DIR, `${name}.log`);
	const file = openSync(path, 'w');
	return {
		file,
		show() {
			closeSync(file);
			console.log(readFileSync(path, 'utf8'));
		}
	};
}

/** @param {number} pid of a process that has just been started */
function standBack(pid) {
	setPriority(pid, NICENESS);
	try {
		// Linux weighs whole sessions against each other, where it does so at all.
		writeFileSync(`/proc/${pid}/autogroup`, `${NICENESS}`);
	} catch (error) {
		if (!['ENOENT', 'EACCES', 'EPERM', 'EAGAIN', 'ESRCH'].includes(errorCode(error) ?? '')) throw error;
	}
}

/**
 * Runs npm, the one that started this process if there is one.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npmSucceeds(args, options = {}) {
	const npm = process.env.npm_execpath ?? '';
	// Said before the arguments, since those after `--` are the script's. A silent npm would keep the reason of a failure.
	const allArgs = ['--loglevel=notice', '--no-update-notifier', ...args];
	return basename(npm) === 'npm-cli.js'
		? succeeds(process.execPath, [npm, ...allArgs], options)
		: succeeds('npm', allArgs, options);
}
