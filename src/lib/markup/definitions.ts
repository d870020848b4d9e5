import { fenceAfter, type OpenFence } from './fences.js';

/** Where links lead to that name it, as `[text][label]` and `[label]` do. */
export interface LinkDefinition {
	/** As it is written. */
	readonly address: string;
	/** All of it, in one line: `[label]: address "title"`. */
	readonly line: string;
}

/** By their names (`definitionName`). */
export type LinkDefinitions = ReadonlyMap<string, LinkDefinition>;

/** What begins or ends a block of code, or a definition in one line. */
const FENCE_OR_DEFINITION =
	/^(?: {0,3}(?:```|~~~)[^\n]*|[ \t>]*(?<line>\[(?<label>(?:[^[\]\\\n]|\\.){1,999})\]:[ \t]*(?<address><[^<>\n]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?)[ \t]*)$/gm;

/** What a definition may follow: an empty line, or a heading. It ends no paragraph. */
const BEFORE_DEFINITION = /(?:^|\n)[ \t>]*(?:#{1,6}[ \t][^\n]*)?\n$/;
const MAX_LOOKED_BACK = 500;

const NONE: LinkDefinitions = new Map();

/** The definitions in a text, by its lines; of several of one name the first. `fence`: what code block it begins in. */
export function definitionsIn(text: string, fence: OpenFence): LinkDefinitions {
	if (!text.includes(']:')) return NONE;
	const found = new Map<string, LinkDefinition>();
	let open = fence;
	let lastEnd = 0;
	for (const match of text.matchAll(FENCE_OR_DEFINITION)) {
		const { label, address, line } = match.groups ?? {};
		if (label === undefined || address === undefined || line === undefined) {
			open = fenceAfter(open, match[0]);
			if (open === '') lastEnd = match.index + match[0].length + 1;
			continue;
		}
		const before = text.slice(Math.max(0, match.index - MAX_LOOKED_BACK), match.index);
		const mayBegin = match.index === lastEnd || BEFORE_DEFINITION.test(before);
		// A footnote's number begins with a circumflex.
		if (open !== '' || !mayBegin || label.startsWith('^')) continue;
		lastEnd = match.index + match[0].length + 1;
		const name = definitionName(label);
		if (!found.has(name)) found.set(name, { address, line });
	}
	return found.size === 0 ? NONE : found;
}

/** Labels are the same without regard to case and to how wide their blanks are. */
export function definitionName(label: string): string {
	return label.trim().replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase();
}
