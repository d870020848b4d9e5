import { fenceAfter, type OpenFence } from '../markup/fences.js';

/** A text is looked through for tags up to so many UTF-16 units: it is done as one writes. */
const MAX_TAGGED_LENGTH = 1_000_000;

/** A note has at most so many tags; those that come first are taken. */
export const MAX_TAGS = 32;

/** A longer one, in UTF-16 units, is none. */
const MAX_TAG_LENGTH = 64;

/** What may stand before the sign: nothing that it would be a part of, as of an address, a word or an escaped sign. */
const TAG = /(?<![\p{L}\p{M}\p{N}_#&/\\@:.=?~-])#([\p{L}\p{M}\p{N}_/-]+)/gu;

/** The target of a link or picture; a longer one is not looked for. */
const TARGET = /\]\([^)\s]{0,300}\)/g;

/**
 * The tags in a Markdown text: `#` and letters, digits, `_`, `-`, `/`, at least one of them a letter; not in code, not in the
 * target of a link. Without the sign, each once whatever its case, as it is written first; in their order.
 */
export function tagsIn(text: string): string[] {
	const tags = new Map<string, string>();
	if (!text.includes('#')) return [];
	let open: OpenFence = '';
	for (const line of text.slice(0, MAX_TAGGED_LENGTH).split('\n')) {
		const before = open;
		open = fenceAfter(before, line);
		if (before !== '' || open !== '') continue;
		if (line.includes('#')) addTags(line, tags);
		if (tags.size >= MAX_TAGS) break;
	}
	return [...tags.values()].slice(0, MAX_TAGS);
}

/** What two ways to write a tag have in common. */
export function tagKey(tag: string): string {
	return tag.normalize('NFC').toLowerCase();
}

function addTags(line: string, tags: Map<string, string>): void {
	for (const [, written = ''] of withoutCode(line).replaceAll(TARGET, ' ').matchAll(TAG)) {
		if (written.length > MAX_TAG_LENGTH || !/\p{L}/u.test(written)) continue;
		const tag = written.replace(/[-/]+$/u, '');
		const key = tagKey(tag);
		if (!tags.has(key)) tags.set(key, tag);
	}
}

/** Code in a line begins and ends with equally many backticks. */
function withoutCode(line: string): string {
	if (!line.includes('`')) return line;
	const runs = [...line.matchAll(/`+/g)].map(([marks], at, all) => ({
		at,
		from: all[at]?.index ?? 0,
		length: marks.length
	}));
	const left: string[] = [];
	/** For each length the last run of it: no code begins with it. */
	const last = new Map(runs.map(({ length, at }) => [length, at]));
	let taken = 0;
	for (let at = 0; at < runs.length; at += 1) {
		const begin = runs[at];
		if (begin === undefined || last.get(begin.length) === at) continue;
		let next = at + 1;
		while (runs[next] !== undefined && runs[next]?.length !== begin.length) next += 1;
		const end = runs[next];
		if (end === undefined) continue;
		left.push(line.slice(taken, begin.from));
		taken = end.from + end.length;
		at = end.at;
	}
	return [...left, line.slice(taken)].join(' ');
}
