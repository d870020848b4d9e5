import { expect, it } from 'vitest';
import { openPage } from '../dom.js';
import { mountedOn } from '../mounted.js';

it('modes that are used already cost no update, and others are used at once', async () => {
	openPage('desk');
	const { editor, view, close } = await mountedOn('text');
	let updates = 0;
	editor.onUpdate(() => (updates += 1));
	editor.setModes({ typewriter: false, focus: false, spelling: false });
	expect(updates).toBe(0);
	editor.setModes({ typewriter: false, focus: false, spelling: true });
	editor.setModes({ typewriter: false, focus: false, spelling: true });
	expect(updates).toBe(1);
	expect(view.contentDOM.getAttribute('spellcheck')).toBe('true');
	editor.setModes({ typewriter: false, focus: false, spelling: false });
	expect(view.contentDOM.getAttribute('spellcheck')).toBe('false');
	close();
});
