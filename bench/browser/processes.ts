import { readdirSync, readFileSync } from 'node:fs';

const KIB = 1_024;

/** What a process has in memory that it shares with no other, in bytes: of this browser's pages, the largest. */
export function largestPage(mark: string): number {
	const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
	const browser = pids.find((pid) => {
		const command = fileOf(pid, 'cmdline');
		return command.includes(mark) && !command.includes('--type=');
	});
	if (browser === undefined) throw new Error('the browser is not running');
	const own = new Set([browser]);
	const parents = new Map(pids.map((pid) => [pid, parentOf(pid)] as const));
	for (let before = 0; before !== own.size;) {
		before = own.size;
		for (const [pid, parent] of parents) if (own.has(parent)) own.add(pid);
	}
	const pages = [...own].filter((pid) => fileOf(pid, 'cmdline').includes('--type=renderer'));
	return Math.max(...pages.map(unsharedBytes));
}

function unsharedBytes(pid: string): number {
	const lines = fileOf(pid, 'smaps_rollup').matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm);
	return [...lines].reduce((sum, [, kib]) => sum + Number(kib) * KIB, 0);
}

/** The fourth field of what is told of a process; the second is a name in brackets, which may hold anything. */
function parentOf(pid: string): string {
	const status = fileOf(pid, 'stat');
	return status.slice(status.lastIndexOf(')') + 2).split(' ')[1] ?? '';
}

function fileOf(pid: string, file: 'cmdline' | 'stat' | 'smaps_rollup'): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch (error) {
		// The process ended meanwhile.
		if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
			return '';
		throw error;
	}
}
