import type { RemoteCaret } from '$lib/workspace/types.js';

/** Knows which of a person's carets, one for each of their pages, they moved last. */
export class CaretMoves {
	#carets: readonly RemoteCaret[] = [];
	/** By the caret's key: what its owner said last of it, and when, counted in words. */
	#said = new Map<string, { readonly word: object; readonly at: number }>();
	#words = 0;

	/** To be told all carets, each time that they change. */
	update(carets: readonly RemoteCaret[]): void {
		const before = this.#said;
		this.#carets = carets;
		this.#said = new Map(
			carets.map(({ key, word }) => {
				const said = before.get(key);
				return [key, said?.word === word ? said : { word, at: ++this.#words }];
			})
		);
	}

	/** The caret that a person moved last; undefined if they have none. */
	lastOf(person: string): RemoteCaret | undefined {
		const at = ({ key }: RemoteCaret) => this.#said.get(key)?.at ?? 0;
		return this.#carets
			.filter((caret) => caret.person === person)
			.reduce<RemoteCaret | undefined>(
				(last, caret) => (last === undefined || at(caret) > at(last) ? caret : last),
				undefined
			);
	}
}
