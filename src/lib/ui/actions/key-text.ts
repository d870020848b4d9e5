/** A key with those that are held with it, in CodeMirror's notation: `Mod-Shift-k`. `Mod` is Cmd on Apple's devices, and Ctrl elsewhere. */
export interface KeyChord {
	readonly mod: boolean;
	readonly alt: boolean;
	readonly shift: boolean;
	/** As `KeyboardEvent.key` has it, a letter in lower case. */
	readonly key: string;
}

/** What a keyboard event has of a chord. */
export type KeyPress = Pick<
	KeyboardEvent,
	'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'getModifierState'
>;

const NAMES: Readonly<Record<'apple' | 'other', Readonly<Record<string, string>>>> = {
	apple: { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩', Tab: '⇥' },
	other: { Mod: 'Ctrl' }
};

export function parseChord(text: string): KeyChord {
	const held = new Set(text.split('-').slice(0, -1));
	const key = text.split('-').at(-1) ?? '';
	return { mod: held.has('Mod'), alt: held.has('Alt'), shift: held.has('Shift'), key };
}

/**
 * Whether a key was pressed. A letter is told by its place on the keyboard where the layout has none of ours there, as a Cyrillic one. What
 * AltGr writes is never a chord.
 */
export function isPressed(press: KeyPress, chord: KeyChord, isApple: boolean): boolean {
	if (press.getModifierState('AltGraph')) return false;
	const mod = isApple ? press.metaKey : press.ctrlKey;
	const other = isApple ? press.ctrlKey : press.metaKey;
	if (mod !== chord.mod || other || press.altKey !== chord.alt) return false;
	// A sign such as `?` may need Shift, which is then a part of it.
	if (press.shiftKey !== chord.shift && (/^[a-z0-9]$/.test(chord.key) || chord.mod)) return false;
	return press.key.toLowerCase() === chord.key.toLowerCase() || letterAt(press) === chord.key;
}

function letterAt({ key, code, altKey }: KeyPress): string | undefined {
	const isForeign = altKey || (key.length === 1 && key > '\u007f');
	return isForeign ? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() : undefined;
}

/** The names of the keys of a chord, as they stand on the keyboard. */
export function keyNames(text: string, isApple: boolean): readonly string[] {
	const { mod, alt, shift, key } = parseChord(text);
	const held = [mod && 'Mod', alt && 'Alt', shift && 'Shift'].filter((name) => name !== false);
	const last = key.length === 1 ? key.toUpperCase() : key;
	const names = NAMES[isApple ? 'apple' : 'other'];
	return [...held, last].map((name) => names[name] ?? name);
}

/** A chord as `aria-keyshortcuts` has it. */
export function ariaKeys(text: string, isApple: boolean): string {
	const { mod, alt, shift, key } = parseChord(text);
	const held = [mod && (isApple ? 'Meta' : 'Control'), alt && 'Alt', shift && 'Shift'];
	return [...held.filter((name) => name !== false), key.length === 1 ? key.toUpperCase() : key].join('+');
}
