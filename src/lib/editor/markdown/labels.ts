/** Names for screen readers of what is drawn in the place of marks. */
export interface PreviewLabels {
	/** Of a task's box, where the task has no text. */
	readonly task: string;
	/** Of the button that opens a link. */
	readonly openLink: string;
}
