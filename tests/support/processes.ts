import { readdirSync, readFileSync } from 'node:fs';

/** Where the parent stands among `statFields`. */
const PARENT = 1;

/** The processes whose command line is one of those looked for, and all that they have started. Linux only. */
export function processesOf(isOwn: (commandLine: string) => boolean): ReadonlySet<string> {
	const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
	const own = new Set(pids.filter((pid) => isOwn(processFile(pid, 'cmdline'))));
	const parents = new Map(pids.map((pid) => [pid, statFields(pid)[PARENT] ?? ''] as const));
	for (let before = -1; before !== own.size;) {
		before = own.size;
		for (const [pid, parent] of parents) if (own.has(parent)) own.add(pid);
	}
	return own;
}

/** What stands behind the program's name in what is told of a process (proc(5)); the name is in brackets and may hold anything. */
export function statFields(pid: string): readonly string[] {
	const status = processFile(pid, 'stat');
	return status.slice(status.lastIndexOf(')') + 2).split(' ');
}

/** What Linux tells of a process; nothing of one that has ended. */
export function processFile(pid: string, file: 'cmdline' | 'stat' | 'smaps_rollup'): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch (error) {
		// It ended meanwhile.
		if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
			return '';
		throw error;
	}
}
