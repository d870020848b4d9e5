import { fenceAfter, type OpenFence } from '../markup/fences.js';

/** What a line of a block begins with: quotes, an item's mark and its box, a heading's mark. */
const BLOCK_MARKS = /^(?:\s*>)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)*(?:#{1,6}(?:\s+|$))?/;

/** A line of marks alone: a rule, what underlines a heading, or stands below the head of a table. */
const NO_WORDS = /^[-=*_|:\s]*$/;

/** Not in any text that is to be exchanged: stands for what was set aside. */
const ASIDE = '\ufdd0';

/** The words of a line without the marks of emphasis, code and links; for a look at it, where a mark too much does no harm. */
export function plainLine(written: string): string {
	const aside: string[] = [];
	const setAside = (text: string) => `${ASIDE}${aside.push(text) - 1}${ASIDE}`;
	let text = written
		.replaceAll(/(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, (_, __, code: string) => setAside(code))
		.replaceAll(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => setAside(sign))
		.replaceAll(/!?\[([^[\]]*[^\s[\]])\](?:\((?:[^()]|\([^()]*\))*(?:\)|$)|\[[^\]]*\])/g, '$1')
		.replaceAll(/<((?:https?|mailto):[^>\s]*)>/g, '$1');
	for (let depth = 0; depth < 3; depth += 1)
		text = text.replaceAll(
			/(?<![\p{L}\p{N}])(\*{1,3}|_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu,
			'$2'
		);
	return text.replaceAll(/\ufdd0(\d+)\ufdd0/g, (_, at: string) => aside[Number(at)] ?? '');
}

/** What a few lines of Markdown say, in one line: their words without their marks. Of lines that have marks alone, those. */
export function plainText(text: string): string {
	const lines: string[] = [];
	let open: OpenFence = '';
	for (const line of text.split('\n')) {
		const before = open;
		open = fenceAfter(before, line.trim());
		if (open !== before) continue;
		if (open !== '') lines.push(line);
		else if (!NO_WORDS.test(line)) lines.push(plainLine(withoutBlockMarks(line)));
	}
	return oneLine(lines.join(' ')) || oneLine(text);
}

function withoutBlockMarks(line: string): string {
	const [marks = ''] = BLOCK_MARKS.exec(line) ?? [];
	const written = line.slice(marks.length);
	const words = marks.includes('#') ? written.replace(/\s#+\s*$/, '') : written;
	return words.startsWith('|') ? words.replaceAll('|', ' ') : words;
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
