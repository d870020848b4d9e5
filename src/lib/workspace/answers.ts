import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';

const SECTION = 'answers';

/**
 * What a person did or said no to once, so that they are not asked again too soon. `back-up-later`: the reminder was put off;
 * `backed-up`: a backup was made; `install-no`: the offer was turned down; `full-later`: the word that storage is nearly full was put off.
 */
export type Answer = 'back-up-later' | 'backed-up' | 'install-no' | 'full-later';

/** When this device heard each answer last, in milliseconds since 1970. */
export type Answers = Readonly<Partial<Record<Answer, number>>>;

/** Keeps the answers on this device. */
export class AnswerStore {
	readonly #section: KeyValueSection<number>;

	constructor(local: KeyValueStore) {
		this.#section = local.section(SECTION, (value) => typeof value === 'number');
	}

	/** @throws StorageError */
	async all(): Promise<Answers> {
		return Object.fromEntries(await this.#section.entries());
	}

	/** @throws StorageError */
	async note(answer: Answer, at: number): Promise<void> {
		await this.#section.set(answer, at);
	}
}
