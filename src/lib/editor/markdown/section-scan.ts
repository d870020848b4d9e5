import { fenceAfter, type OpenFence } from '../../markup/fences.js';
import { MAX_SECTION_LENGTH } from './limits.js';

/** Where a section ends, and what the next one begins in. */
export interface SectionEnd {
	readonly to: number;
	readonly fence: OpenFence;
}

export interface SectionWishes {
	/** How long the section should at least be, in UTF-16 units. */
	readonly length: number;
	/** Where it should rather end, if a section can: the next one is known already. */
	readonly preferred: number | undefined;
}

type ReadText = (from: number, to: number) => string;

const CHUNK_LENGTH = 16_000;
const STARTS_ANYWHERE = /^(?:#{1,6} |[-*+] \S)/;

/**
 * Finds the end of a section: a piece of Markdown that can be parsed by itself. It begins at a line which begins a block whatever
 * stood before: a heading, an item, or what stands unindented after an empty line, and none of it in a code block.
 */
export function findSectionEnd(
	read: ReadText,
	from: number,
	length: number,
	fence: OpenFence,
	wishes: SectionWishes
): SectionEnd {
	let open = fence;
	let afterEmpty = false;
	for (const { at, text } of linesFrom(read, from, length)) {
		const passed = at - from;
		if (passed > 0 && open === '' && mayBegin(text, afterEmpty)) {
			if (at === wishes.preferred) return { to: at, fence: '' };
			const awaited = wishes.preferred !== undefined && at < wishes.preferred;
			if (passed >= wishes.length && (!awaited || wishes.preferred - from > 2 * wishes.length)) {
				return { to: at, fence: '' };
			}
		}
		if (passed > 0 && (passed >= MAX_SECTION_LENGTH || (at === wishes.preferred && open !== ''))) {
			return { to: at, fence: open };
		}
		open = fenceAfter(open, text);
		afterEmpty = text.trim() === '';
	}
	return { to: length, fence: open };
}

/** Where the code block ends that a text begins in: after the line that closes it, or at the end. */
export function findFenceEnd(read: ReadText, from: number, to: number, fence: OpenFence): number {
	for (const { at, text } of linesFrom(read, from, to)) {
		if (fenceAfter(fence, text) === '') return Math.min(to, at + text.length + 1);
	}
	return to;
}

function mayBegin(text: string, afterEmpty: boolean): boolean {
	return STARTS_ANYWHERE.test(text) || (afterEmpty && /^\S/.test(text));
}

/** The lines from `from` on. Of one that is very long only the beginning is read at a time. */
function* linesFrom(
	read: ReadText,
	from: number,
	to: number
): Generator<{ readonly at: number; readonly text: string }> {
	let at = from;
	let chunk = '';
	let chunkAt = from;
	while (at < to) {
		let end = chunk.indexOf('\n', at - chunkAt);
		for (let size = CHUNK_LENGTH; end === -1 && chunkAt + chunk.length < to; size *= 2) {
			chunk = read(at, Math.min(to, at + size));
			chunkAt = at;
			end = chunk.indexOf('\n');
		}
		const text = chunk.slice(at - chunkAt, end === -1 ? undefined : end);
		yield { at, text };
		at += text.length + 1;
	}
}
