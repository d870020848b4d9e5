import { describe, expect, it } from 'vitest';
import { listNames } from '../../../src/lib/ui/status-text.js';

describe('names in a sentence', () => {
	it('are listed as they are where all are written as the sentence is', () => {
		expect(listNames(['Ada', 'Grace', '42'])).toBe('Ada, Grace, and 42');
	});

	// Two that are written the other way would change places, and take the comma between them along.
	it('each stand by themselves where one is written from right to left', () => {
		expect(listNames(['נועה', 'أمل', 'Tom'])).toBe('\u2068נועה\u2069, \u2068أمل\u2069, and \u2068Tom\u2069');
	});
});
