/** With the page's own script, so much would begin at once that nothing is drawn meanwhile. */
export const load = async () => ({ parts: await import('$lib/ui/note-parts.js') });
