import type { Text } from '@codemirror/state';
import { Tree, type SyntaxNode } from '@lezer/common';
import { fenceProp } from './known-sections.js';
import { MAX_DEFINITION_SCAN_MS } from './limits.js';
import { fenceAfter, type OpenFence } from './section-scan.js';

/** What begins or ends a block of code, or a definition in one line: `[label]: address "title"`. */
const FENCE_OR_DEFINITION =
	/^(?: {0,3}(?:```|~~~)[^\n]*|[ \t>]*\[(?<label>(?:[^[\]\\\n]|\\.){1,999})\]:[ \t]*(?<address><[^<>\n]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*)$/gm;

/** What a definition may follow: nothing, an empty line, or a heading. It ends no paragraph. */
const BEFORE_DEFINITION = /(?:^|\n)[ \t>]*(?:#{1,6}[ \t][^\n]*)?\n$/;
const MAX_LOOKED_BACK = 500;

type Definitions = ReadonlyMap<string, string>;
const NO_DEFINITIONS: Definitions = new Map();

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
		const name = nameOf(label);
		this.#found ??= this.#lookThrough();
		// The first one counts.
		for (const definitions of this.#found) {
			const address = definitions.get(name);
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
			return NO_DEFINITIONS;
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

function definitionsIn(text: string, fence: OpenFence): Definitions {
	if (!text.includes(']:')) return NO_DEFINITIONS;
	const found = new Map<string, string>();
	let open = fence;
	let lastEnd = 0;
	for (const match of text.matchAll(FENCE_OR_DEFINITION)) {
		const { label, address } = match.groups ?? {};
		if (label === undefined || address === undefined) {
			open = fenceAfter(open, match[0]);
			if (open === '') lastEnd = match.index + match[0].length + 1;
			continue;
		}
		const before = text.slice(Math.max(0, match.index - MAX_LOOKED_BACK), match.index);
		const mayBegin = match.index === lastEnd || BEFORE_DEFINITION.test(before);
		// A footnote's number begins with a circumflex.
		if (open !== '' || !mayBegin || label.startsWith('^')) continue;
		lastEnd = match.index + match[0].length + 1;
		const name = nameOf(label);
		if (!found.has(name)) found.set(name, address);
	}
	return found.size === 0 ? NO_DEFINITIONS : found;
}

/** Labels are the same without regard to case and to how wide their blanks are. */
function nameOf(label: string): string {
	return label.trim().replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase();
}
