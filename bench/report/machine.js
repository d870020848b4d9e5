import { cpus, totalmem } from 'node:os';
import { readJson } from '../../scripts/lib/json.js';

const MANIFESTS = ['package.json', 'bench/package.json'];
const GIB = 1_024 ** 3;

/** What was measured, beside Perch itself. */
const PACKAGES = [
	'loro-crdt',
	'@codemirror/view',
	'yjs',
	'y-webrtc',
	'y-indexeddb',
	'y-codemirror.next',
	'@automerge/automerge'
];

/** The machine that this runs on, and when, as a sentence. */
export function machine() {
	const cores = cpus();
	const memory = Math.round(totalmem() / GIB);
	const day = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
	return `${day}, Node ${process.version}, ${process.platform} ${process.arch}, ${cores.length} cores, ${memory} GiB.`;
}

/** The versions of what is measured, as a sentence. */
export function versions() {
	/** @type {Record<string, string>} */
	const known = {};
	for (const path of MANIFESTS) {
		const manifest = /** @type {{ dependencies: Record<string, string> }} */ (readJson(path));
		Object.assign(known, manifest.dependencies);
	}
	return `${PACKAGES.map((name) => `${name} ${known[name] ?? '?'}`).join(', ')}.`;
}
