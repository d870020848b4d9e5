import { MAX_HEADING_LENGTH } from './limits.js';

/** What a heading says, without its marks: for a list of headings, where a mark too much does no harm. */
export function plainHeading(written: string): string {
	return written
		.slice(0, 2 * MAX_HEADING_LENGTH)
		.replaceAll(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
		.replaceAll(/<((?:https?|mailto):[^>\s]*)>/g, '$1')
		.replaceAll(/(?<![\\\p{L}\p{N}])(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
		.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
		.trim()
		.slice(0, MAX_HEADING_LENGTH)
		.toWellFormed();
}
