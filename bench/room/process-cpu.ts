import { readdirSync, readFileSync } from 'node:fs';

/** How long a tick is in what Linux tells of a process, in milliseconds. */
const TICK_MS = 10;

/** Where the fields that count stand behind the name of the program (proc(5)). */
const PARENT = 1;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

interface ProcessFacts {
	readonly pid: string;
	readonly parent: string;
	readonly cpuMs: number;
}

/**
 * The processor time that a program and all that it has started have used so far, in milliseconds. `mark` stands among the arguments of
 * that program and of no other. Linux only.
 */
export function cpuOfProgram(mark: string): number {
	const all = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? factsOf(entry) : []));
	const own = new Set(all.flatMap(({ pid }) => (read(pid, 'cmdline').includes(mark) ? [pid] : [])));
	if (own.size === 0) throw new Error(`no process has ${mark} among its arguments`);
	for (let before = -1; before !== own.size;) {
		before = own.size;
		for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
	}
	return all.reduce((sum, { pid, cpuMs }) => (own.has(pid) ? sum + cpuMs : sum), 0);
}

/** None of a process that has ended meanwhile. */
function factsOf(pid: string): ProcessFacts[] {
	const status = read(pid, 'stat');
	if (status === '') return [];
	// The name stands in brackets and may hold anything.
	const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
	const ticks = Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
	return [{ pid, parent: fields[PARENT] ?? '', cpuMs: ticks * TICK_MS }];
}

function read(pid: string, file: 'cmdline' | 'stat'): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
			return '';
		throw error;
	}
}
