import { ChangeSet, Text } from '@codemirror/state';

/** What keeps a worker's copy of a text in step, in the order in which it is sent. */
export type MirrorMessage =
	| { readonly kind: 'text'; readonly text: string }
	/** A ChangeSet as JSON. */
	| { readonly kind: 'changes'; readonly changes: unknown };

/** The first that a worker tells. */
export const READY = 'ready';

/** A worker's copy of the editor's text. */
export class MirroredText {
	#text = Text.empty;

	get text(): Text {
		return this.#text;
	}

	/** Takes in a message; gives the change that it was, unless the text is another now. */
	take(message: MirrorMessage): ChangeSet | undefined {
		if (message.kind === 'text') {
			this.#text = Text.of(message.text.split('\n'));
			return undefined;
		}
		const changes = ChangeSet.fromJSON(message.changes);
		this.#text = changes.apply(this.#text);
		return changes;
	}
}
