import { plainLine } from '../../note/plain-text.js';
import { MAX_HEADING_LENGTH } from './limits.js';

/** What a heading says, without its marks: for a list of headings, where a mark too much does no harm. */
export function plainHeading(written: string): string {
	return plainLine(written.slice(0, 2 * MAX_HEADING_LENGTH))
		.trim()
		.slice(0, MAX_HEADING_LENGTH)
		.toWellFormed();
}
