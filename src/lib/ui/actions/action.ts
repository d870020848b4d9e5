/** Where an action stands in the list of commands. */
export type ActionGroup = 'notes' | 'page' | 'text' | 'app';

/** Something that a person can do where they are, by name. */
export interface Action {
	/** Names it in the program. Its keys, if it has any, are those of this name. */
	readonly id: string;
	readonly group: ActionGroup;
	/** What it is called, as a button would be. */
	readonly label: string;
	/** Other words by which it is found. */
	readonly words?: string;
	/** What tells it from others of the same name. */
	readonly hint?: string;
	readonly run: () => void | Promise<void>;
}
