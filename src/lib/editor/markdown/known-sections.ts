import { NodeProp, NodeType, Tree, type TreeFragment } from '@lezer/common';
import type { OpenFence } from '../../markup/fences.js';

/** So many UTF-16 units of the next section decide that it may begin there. */
const LOOKED_AHEAD = 8;

/** What a section begins in. */
export const fenceProp = new NodeProp<OpenFence>({ perNode: true });
/** What the section behind begins in. */
export const nextFenceProp = new NodeProp<OpenFence>({ perNode: true });

export const documentType = NodeType.define({ id: 0, name: 'Document', top: true });
export const sectionType = NodeType.define({ id: 1, name: 'Section' });
/** Not parsed, as it is out of sight. */
export const unseenType = NodeType.define({ id: 2, name: 'Unseen' });

/** A section of an earlier tree, where it stands now. */
export interface KnownSection {
	readonly at: number;
	readonly tree: Tree;
	/** Nothing changed in it, or just behind it. */
	readonly unchanged: boolean;
}

/** The sections of earlier trees that are left of them, in the order of their places. */
export function knownSections(fragments: readonly TreeFragment[], length: number): KnownSection[] {
	const known: KnownSection[] = [];
	for (const { from, to, tree, offset, openEnd } of fragments) {
		if (tree.type !== documentType) continue;
		for (const [index, section] of tree.children.entries()) {
			const at = (tree.positions[index] ?? 0) - offset;
			if (at < from) continue;
			if (at >= to) break;
			if (!(section instanceof Tree)) continue;
			const end = at + section.length;
			const unchanged = end + LOOKED_AHEAD <= to || (end === length && end === to && !openEnd);
			known.push({ at, tree: section, unchanged });
		}
	}
	return known;
}
