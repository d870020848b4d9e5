import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_KEYS, type NoteCommand } from '$lib/editor/command-keys.js';
import { openPage } from './dom.js';
import { keyEvent } from './key-event.js';
import { mountedOn } from './mounted.js';

beforeAll(() => openPage('desk'));

const TEXT = '- [ ] one\n- two';
/** A place for which the command applies, and the text after it. */
const EFFECTS: Readonly<Partial<Record<NoteCommand, readonly [from: number, to: number, after: string]>>> = {
	bold: [6, 9, '- [ ] **one**\n- two'],
	italic: [6, 9, '- [ ] *one*\n- two'],
	code: [6, 9, '- [ ] `one`\n- two'],
	strike: [6, 9, '- [ ] ~~one~~\n- two'],
	link: [6, 9, '- [ ] [one]()\n- two'],
	toggleDone: [6, 6, '- [x] one\n- two'],
	indent: [12, 12, '- [ ] one\n  - two'],
	list: [12, 12, '- [ ] one\ntwo'],
	quote: [12, 12, '- [ ] one\n> - two']
};

describe('the commands of the text', () => {
	it('all have keys, no two the same', async () => {
		const { noteCommands } = await import('$lib/editor/note-commands.js');
		const keys = Object.values(COMMAND_KEYS).flat();
		expect(new Set(keys).size).toBe(keys.length);
		expect(Object.keys(noteCommands).sort()).toEqual(Object.keys(COMMAND_KEYS).sort());
	});

	it.each(Object.entries(EFFECTS))('%s: by name as by its keys', async (name, [from, to, after]) => {
		const { commandApplies, runCommand } = await import('$lib/editor/note-commands.js');
		const { runScopeHandlers } = await import('@codemirror/view');
		const command = name as NoteCommand;
		for (const way of ['name', 'keys'] as const) {
			const { view, text, close } = await mountedOn(TEXT);
			view.dispatch({ selection: { anchor: from, head: to } });
			expect(commandApplies(view, command)).toBe(true);
			expect(text()).toBe(TEXT);
			if (way === 'name') runCommand(view, command);
			else for (const keys of COMMAND_KEYS[command]) runScopeHandlers(view, keyEvent(keys), 'editor');
			expect(text()).toBe(after);
			close();
		}
	});

	it('what would do nothing does not apply', async () => {
		const { commandApplies } = await import('$lib/editor/note-commands.js');
		const { view, close } = await mountedOn('plain');
		for (const command of ['indent', 'outdent', 'toggleDone', 'undo', 'redo', 'openLink'] as const)
			expect([command, commandApplies(view, command)]).toEqual([command, false]);
		close();
	});
});
