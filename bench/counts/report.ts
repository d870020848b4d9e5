import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const MANIFESTS = ['../../package.json', '../package.json'].map((path) => new URL(path, import.meta.url));
const PACKAGES = ['loro-crdt', 'yjs', 'y-webrtc', 'y-indexeddb', '@automerge/automerge'];
const GIB = 1_024 ** 3;

export interface Row {
	readonly what: string;
	readonly values: ReadonlyMap<string, number>;
	/** What Perch is to stay within, and how that is said. */
	readonly limit?: number | undefined;
	readonly target?: string;
}

/** Prints the table, and writes it into docs/benchmarks.md, unless the run was a quick one. */
export function report(
	names: readonly string[],
	rows: readonly Row[],
	workload: string,
	isQuick: boolean
): void {
	const table = tableOf(names, rows);
	console.warn(`\n${workload}\n\n${table}\n`);
	if (isQuick) return;
	const document = readFileSync(DOCUMENT, 'utf8');
	const [before, after] = [document.split('<!-- counts -->')[0], document.split('<!-- /counts -->')[1]];
	if (before === undefined || after === undefined)
		throw new Error('docs/benchmarks.md has no place for the table');
	const conditions = `History: ${workload}. ${machine()} ${versions()}`;
	writeFileSync(
		DOCUMENT,
		`${before}<!-- counts -->\n\n${conditions}\n\n${table}\n\n<!-- /counts -->${after}`
	);
}

function tableOf(names: readonly string[], rows: readonly Row[]): string {
	const cells = [
		['what', ...names, 'target for Perch', ''],
		...rows.map(({ what, values, limit, target }) => {
			const perch = values.get('Perch') ?? Number.NaN;
			const verdict = limit === undefined ? '' : perch <= limit ? 'met' : 'missed';
			return [what, ...names.map((name) => shown(values.get(name))), target ?? '', verdict];
		})
	];
	const widths = (cells[0] ?? []).map((_, column) =>
		Math.max(...cells.map((row) => row[column]?.length ?? 0), 3)
	);
	const lines = cells.map(
		(row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
	);
	const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
	return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function shown(value: number | undefined): string {
	if (value === undefined) return '–';
	return value.toLocaleString('en', { maximumFractionDigits: value < 1_000 ? 1 : 0 });
}

function machine(): string {
	const { length: cores } = cpus();
	return `Node ${process.version}, ${process.platform} ${process.arch}, ${cores} cores, ${Math.round(totalmem() / GIB)} GiB.`;
}

function versions(): string {
	const known: Record<string, string> = {};
	for (const manifest of MANIFESTS) {
		const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
			dependencies: Record<string, string>;
		};
		Object.assign(known, dependencies);
	}
	return `${PACKAGES.map((name) => `${name} ${known[name] ?? '?'}`).join(', ')}.`;
}
