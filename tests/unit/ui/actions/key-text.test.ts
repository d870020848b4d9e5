import { describe, expect, it } from 'vitest';
import { ariaKeys, isPressed, keyNames, parseChord, type KeyPress } from '$lib/ui/actions/key-text.js';

function press(key: string, held = '', code = ''): KeyPress {
	return {
		key,
		code,
		ctrlKey: held.includes('c'),
		metaKey: held.includes('m'),
		altKey: held.includes('a'),
		shiftKey: held.includes('s'),
		getModifierState: (name) => name === 'AltGraph' && held.includes('g')
	};
}

const CASES: readonly (readonly [string, string, KeyPress, apple: boolean, other: boolean])[] = [
	['Ctrl', 'Mod-k', press('k', 'c'), false, true],
	['Cmd', 'Mod-k', press('k', 'm'), true, false],
	['both', 'Mod-k', press('k', 'cm'), false, false],
	['nothing held', 'Mod-k', press('k'), false, false],
	['Shift too', 'Mod-k', press('K', 'cs'), false, false],
	['Caps Lock', 'Mod-k', press('K', 'c'), false, true],
	['a Cyrillic layout', 'Mod-k', press('л', 'c', 'KeyK'), false, true],
	['another letter at its place (Dvorak)', 'Mod-k', press('t', 'c', 'KeyK'), false, false],
	['AltGr', 'Mod-k', press('k', 'cg'), false, false],
	['Option writes a sign', 'Mod-Alt-f', press('ƒ', 'ma', 'KeyF'), true, false],
	['a sign that needs Shift', '?', press('?', 's'), true, true],
	['a sign that needs none', '?', press('?'), true, true],
	['a sign with Ctrl', '?', press('?', 'cs'), false, false],
	['Ctrl and a sign', 'Mod-/', press('/', 'c'), false, true],
	['Ctrl and a sign that needs Shift: that is another key’s', 'Mod-/', press('/', 'cs'), false, false]
];

describe('a chord', () => {
	it.each(CASES)('%s: %s', (_name, text, event, apple, other) => {
		expect(isPressed(event, parseChord(text), true)).toBe(apple);
		expect(isPressed(event, parseChord(text), false)).toBe(other);
	});

	it('is told as it stands on the keyboard', () => {
		expect(keyNames('Mod-Shift-k', false)).toEqual(['Ctrl', 'Shift', 'K']);
		expect(keyNames('Mod-Shift-k', true)).toEqual(['⌘', '⇧', 'K']);
		expect(keyNames('Mod-Shift-.', false)).toEqual(['Ctrl', 'Shift', '.']);
		expect(keyNames('Alt-Enter', true)).toEqual(['⌥', '↩']);
		expect(keyNames('?', false)).toEqual(['?']);
	});

	it('is told to screen readers', () => {
		expect(ariaKeys('Mod-Alt-1', false)).toBe('Control+Alt+1');
		expect(ariaKeys('Mod-k', true)).toBe('Meta+K');
	});
});
