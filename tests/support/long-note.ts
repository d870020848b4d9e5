/** What a long note is made of: prose with links and emphasis, headings, lists, tasks, a quote, a table, code. */
export const LONG_NOTE_PARTS = [
	'## On the way\n\n',
	'The old path climbs *slowly* between the **walls**, and whoever walks it [early](https://example.org/early) meets nobody but the goats. It goes on like this for an hour, and nobody who has come by here has ever been in a hurry.\n\n',
	'- the long ladder\n- both saws\n  - the small one too\n- [ ] soup for twelve\n- [x] bread\n\n',
	'> A tree is a slow conversation.\n> It says `one` thing a year.\n\n',
	'1. first the pears\n2. then the quinces\n3. ~~then the plums~~\n\n',
	'| Tree | Age |\n| --- | --- |\n| Pear | 80 |\n\n',
	'```\nconst soup = 12;\n\n# no heading\n```\n\n',
	'Some lines stand\nclose together\nas in a poem 🌳.\n\n'
] as const;

/** A note of at least so many UTF-16 units, always the same. */
export function longNote(length: number): string {
	const parts: string[] = [];
	for (let at = 0, index = 0; at < length; index += 1) {
		// Prose makes up the most of a note.
		const part = LONG_NOTE_PARTS[index % 3 === 0 ? (index / 3) % LONG_NOTE_PARTS.length : 1] ?? '';
		parts.push(part);
		at += part.length;
	}
	return parts.join('');
}
