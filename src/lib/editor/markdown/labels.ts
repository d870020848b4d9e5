/** Names for screen readers of what is drawn in the place of marks. */
export interface PreviewLabels {
	/** Of a task's box, where the task has no text. */
	readonly task: string;
	/** Of a table, and of a block of code, where they scroll by themselves. */
	readonly table: string;
	readonly code: string;
	/** Of the button that opens a link. */
	readonly openLink: string;
}
