import { ParseContext } from '@codemirror/language';
import {
	type NodeProp,
	NodeType,
	Parser,
	Tree,
	type Input,
	type PartialParse,
	type TreeFragment
} from '@lezer/common';
import type { MarkdownParser } from '@lezer/markdown';
import type { OpenFence } from '../../markup/fences.js';
import { PARSE_AHEAD_OF_VIEW, PARSED_AROUND_VIEW, SECTION_LENGTH, UNSEEN_SECTION_LENGTH } from './limits.js';
import {
	documentType,
	fenceProp,
	knownSections,
	nextFenceProp,
	sectionType,
	unseenType,
	type KnownSection
} from './known-sections.js';
import { findFenceEnd, findSectionEnd } from './section-scan.js';

/**
 * Parses Markdown in sections, and only those near to what is seen. lezer's own parser goes through all blocks of the
 * document at each key: 45 to 150 ms in a note of 10 MB. Here a key parses its section; the others are taken as they are.
 */
export class SectionedParser extends Parser {
	constructor(readonly markdown: MarkdownParser) {
		super();
	}

	override createParse(
		input: Input,
		fragments: readonly TreeFragment[],
		ranges: readonly { from: number; to: number }[]
	): PartialParse {
		return new SectionedParse(this.markdown, input, fragments, ranges[0]?.from ?? 0, ranges.at(-1)?.to ?? 0);
	}
}

class SectionedParse implements PartialParse {
	parsedPos: number;
	stoppedAt: number | null = null;
	#fence: OpenFence = '';
	readonly #known: readonly KnownSection[];
	#nextKnown = 0;
	readonly #sections: Tree[] = [];
	readonly #positions: number[] = [];

	constructor(
		private readonly markdown: MarkdownParser,
		private readonly input: Input,
		private readonly fragments: readonly TreeFragment[],
		private readonly from: number,
		private readonly to: number
	) {
		this.parsedPos = from;
		this.#known = knownSections(fragments, to);
	}

	/**
	 * Takes all that is known up to the next change, one section that is not, and all that is known behind it: a key is one step,
	 * which a busy machine cannot cut short.
	 */
	advance(): Tree | null {
		if (this.#isOver())
			return new Tree(documentType, this.#sections, this.#positions, this.parsedPos - this.from);
		this.#takeKnown();
		if (this.#isOver()) return null;
		this.#take(this.#parsed(this.parsedPos));
		this.#takeKnown();
		return null;
	}

	#isOver(): boolean {
		return this.parsedPos >= this.to || (this.stoppedAt !== null && this.parsedPos >= this.stoppedAt);
	}

	#takeKnown(): void {
		while (!this.#isOver()) {
			const section = this.#reusable(this.parsedPos);
			if (section === undefined) return;
			this.#take(section);
		}
	}

	#take(section: Tree): void {
		this.#sections.push(section);
		this.#positions.push(this.parsedPos - this.from);
		this.#fence = section.prop(nextFenceProp) ?? '';
		this.parsedPos += section.length;
	}

	stopAt(pos: number): void {
		this.stoppedAt = pos;
	}

	#reusable(at: number): Tree | undefined {
		const known = this.#knownFrom(at);
		const isSame = known?.at === at && known.unchanged && known.tree.prop(fenceProp) === this.#fence;
		return isSame ? known.tree : undefined;
	}

	/** The first known section at or behind a place. */
	#knownFrom(at: number): KnownSection | undefined {
		while ((this.#known[this.#nextKnown]?.at ?? Infinity) < at) this.#nextKnown += 1;
		return this.#known[this.#nextKnown];
	}

	#parsed(at: number): Tree {
		const read = (from: number, to: number): string => this.input.read(from, to);
		const seen = isNearView(at, at + SECTION_LENGTH);
		const first = this.#knownFrom(at);
		const preferred = first?.at === at ? this.#known[this.#nextKnown + 1] : first;
		const end = findSectionEnd(read, at, this.to, this.#fence, {
			length: seen ? SECTION_LENGTH : UNSEEN_SECTION_LENGTH,
			preferred: preferred?.at
		});
		const props: [NodeProp<OpenFence>, OpenFence][] = [
			[fenceProp, this.#fence],
			[nextFenceProp, end.fence]
		];
		if (!seen && !isNearView(at, end.to)) {
			ParseContext.get()?.skipUntilInView(
				Math.max(0, at - PARSE_AHEAD_OF_VIEW),
				Math.min(this.to, end.to + PARSE_AHEAD_OF_VIEW)
			);
			return new Tree(unseenType, [], [], end.to - at, props);
		}
		const codeEnd = this.#fence === '' ? at : findFenceEnd(read, at, end.to, this.#fence);
		const children: Tree[] = [];
		const positions: number[] = [];
		if (codeEnd > at) {
			children.push(this.#code(read(at, codeEnd), end.fence === '' || codeEnd < end.to));
			positions.push(0);
		}
		if (codeEnd < end.to) {
			const tree = this.#markdown(codeEnd, end.to);
			children.push(...(tree.children as Tree[]));
			positions.push(...tree.positions.map((position) => position + codeEnd - at));
		}
		return new Tree(sectionType, children, positions, end.to - at, props);
	}

	/** The rest of a code block that began in another section. */
	#code(text: string, isClosed: boolean): Tree {
		const { types } = this.markdown.nodeSet;
		const type = (name: string): NodeType => types.find((it) => it.name === name) ?? NodeType.none;
		const length = isClosed ? text.trimEnd().length : text.length;
		const mark = isClosed ? (/[`~]*$/.exec(text.trimEnd())?.[0].length ?? 0) : 0;
		const code = new Tree(type('CodeText'), [], [], length - mark);
		return mark === 0
			? new Tree(type('FencedCode'), [code], [0], length)
			: new Tree(
					type('FencedCode'),
					[code, new Tree(type('CodeMark'), [], [], mark)],
					[0, length - mark],
					length
				);
	}

	#markdown(from: number, to: number): Tree {
		const parse = this.markdown.startParse(this.input, this.fragments, [{ from, to }]);
		let tree: Tree | null = null;
		while (tree === null) tree = parse.advance();
		return tree;
	}
}

/** Without an editor everything is near. */
function isNearView(from: number, to: number): boolean {
	const viewport = ParseContext.get()?.viewport;
	return (
		viewport === undefined ||
		(from <= viewport.to + PARSED_AROUND_VIEW && to >= viewport.from - PARSED_AROUND_VIEW)
	);
}
