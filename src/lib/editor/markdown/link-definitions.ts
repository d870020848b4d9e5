import type { Text } from '@codemirror/state';
import { Tree, type SyntaxNode } from '@lezer/common';
import {
	definitionName,
	definitionsIn,
	type LinkDefinitions as Definitions
} from '../../markup/definitions.js';
import { fenceProp } from './known-sections.js';
import { MAX_DEFINITION_SCAN_MS } from './limits.js';

/** Of what there was no time for. */
const NOT_KNOWN: Definitions = new Map();

/** Of each section of a note's syntax (sectioned-parser.ts), which goes on as it is while its text does: a key has one looked through anew. */
const known = new WeakMap<Tree, Definitions>();

/**
 * Where links lead to that name a definition anywhere in the text, as `[text][label]` and `[label]` do. The text is looked through when somebody
 * asks first, a few milliseconds long; what that leaves is found by asking again later.
 */
export class LinkDefinitions {
	#found: readonly Definitions[] | undefined;
	#isUnfinished = false;

	constructor(
		private readonly doc: Text,
		private readonly tree: Tree
	) {}

	/** Whether somebody asked, and not all of the text could be looked through. */
	get isUnfinished(): boolean {
		return this.#isUnfinished;
	}

	/** The address that a label stands for, as it is written. */
	addressOf(label: string): string | undefined {
		const name = definitionName(label);
		this.#found ??= this.#lookThrough();
		// The first one counts.
		for (const definitions of this.#found) {
			const address = definitions.get(name)?.address;
			if (address !== undefined) return address;
		}
		return undefined;
	}

	#lookThrough(): readonly Definitions[] {
		const found: Definitions[] = [];
		const until = performance.now() + MAX_DEFINITION_SCAN_MS;
		for (const [index, section] of this.tree.children.entries()) {
			if (!(section instanceof Tree)) continue;
			const definitions = known.get(section) ?? this.#scan(section, this.tree.positions[index] ?? 0, until);
			if (definitions.size > 0) found.push(definitions);
		}
		return found;
	}

	#scan(section: Tree, from: number, until: number): Definitions {
		if (performance.now() > until) {
			this.#isUnfinished = true;
			return NOT_KNOWN;
		}
		const text = this.doc.sliceString(from, from + section.length);
		const definitions = definitionsIn(text, section.prop(fenceProp) ?? '');
		known.set(section, definitions);
		return definitions;
	}
}

/** The address of a link or an image as it is written, there or where it is defined; undefined if it is none. */
export function addressOfLink(doc: Text, link: SyntaxNode, definitions: LinkDefinitions): string | undefined {
	const url = link.getChild('URL');
	if (url !== null) return doc.sliceString(url.from, url.to);
	const [open, close, ...others] = link.getChildren('LinkMark');
	// Brackets without an address, as in `[text]()`, name nothing.
	if (open === undefined || close === undefined || others.length > 0) return undefined;
	const label = link.getChild('LinkLabel');
	const isNamed = label !== null && label.to - label.from > 2;
	return definitions.addressOf(
		isNamed ? doc.sliceString(label.from + 1, label.to - 1) : doc.sliceString(open.to, close.from)
	);
}
