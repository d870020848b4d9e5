/** What a note's page shows by its editor, which begins long: src/routes/note/+page.ts has it come in a task of its own. */
export { default as NoteText } from './note-text.svelte';
export { default as NoteToolsView } from './note-tools-view.svelte';
