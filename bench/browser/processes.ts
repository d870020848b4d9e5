import { processesOf, processFile } from '../../tests/support/processes.js';

const KIB = 1_024;

/** What a process has in memory that it shares with no other, in bytes: of this browser's pages, the largest. */
export function largestPage(mark: string): number {
	const own = processesOf((command) => command.includes(mark) && !command.includes('--type='));
	if (own.size === 0) throw new Error('the browser is not running');
	const pages = [...own].filter((pid) => processFile(pid, 'cmdline').includes('--type=renderer'));
	return Math.max(...pages.map(unsharedBytes));
}

function unsharedBytes(pid: string): number {
	const lines = processFile(pid, 'smaps_rollup').matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm);
	return [...lines].reduce((sum, [, kib]) => sum + Number(kib) * KIB, 0);
}
