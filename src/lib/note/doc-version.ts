import { VersionVector, type Frontiers, type LoroDoc } from 'loro-crdt';
import type { Version } from './version.js';

/** Every operation that a document contains. */
export function versionOf(doc: LoroDoc): Version {
	const versionVector = doc.version();
	const version: Version = versionVector.toJSON();
	versionVector.free();
	return version;
}

/** One update with every operation of a document that goes beyond `from`. @throws what Loro throws where it traps */
export function updateBeyond(doc: LoroDoc, from: Version): Uint8Array {
	if (from.size === 0) return doc.export({ mode: 'update' });
	const versionVector = new VersionVector(new Map(from));
	try {
		return doc.export({ mode: 'update', from: versionVector });
	} finally {
		versionVector.free();
	}
}

/** Whether two frontiers are of the same version. */
export function sameFrontiers(a: Frontiers, b: Frontiers): boolean {
	return (
		a.length === b.length &&
		a.every(({ peer, counter }) => b.some((other) => other.peer === peer && other.counter === counter))
	);
}
