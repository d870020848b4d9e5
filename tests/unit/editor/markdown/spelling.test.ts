import { expect, it } from 'vitest';
import { openPage } from '../dom.js';
import { mountedOn } from '../mounted.js';

it('the browser checks the spelling of words, and not of code', async () => {
	openPage('desk');
	const { editor, view, close } = await mountedOn('words `cnst`\n\n```\ncnst a;\n```\n\n| words |\n| - |');
	const { forceParsing } = await import('@codemirror/language');
	forceParsing(view, view.state.doc.length, 5_000);
	editor.setModes({ typewriter: false, focus: false, spelling: true });
	expect(view.contentDOM.getAttribute('spellcheck')).toBe('true');
	const unchecked = [...view.contentDOM.querySelectorAll('[spellcheck=false]')];
	expect(unchecked.map(({ textContent }) => textContent)).toEqual(['cnst', 'cnst a;']);
	close();
});
