import { processesOf, statFields } from '../../tests/support/processes.js';

/** How long a tick is in what Linux tells of a process, in milliseconds. */
const TICK_MS = 10;

/** Where the fields that count stand among `statFields`. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/**
 * The processor time that a program and all that it has started have used so far, in milliseconds. `mark` stands among the arguments of
 * that program and of no other. Linux only.
 */
export function cpuOfProgram(mark: string): number {
	const own = processesOf((command) => command.includes(mark));
	if (own.size === 0) throw new Error(`no process has ${mark} among its arguments`);
	return [...own].reduce((sum, pid) => sum + cpuMs(pid), 0);
}

/** 0 for a process that has ended meanwhile. */
function cpuMs(pid: string): number {
	const fields = statFields(pid);
	return (Number(fields[USER_TICKS] ?? 0) + Number(fields[SYSTEM_TICKS] ?? 0)) * TICK_MS;
}
