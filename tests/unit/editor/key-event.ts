/** As a keyboard of the United States sends it. */
export function keyEvent(keys: string): KeyboardEvent {
	const names = keys.split('-');
	const key = names.at(-1) ?? '';
	const codes: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, '.': 190 };
	const shift = names.includes('Shift');
	const shifted: Readonly<Record<string, string>> = { '.': '>', '7': '&', '8': '*', '9': '(' };
	return {
		key: shift ? (shifted[key] ?? (key.length === 1 ? key.toUpperCase() : key)) : key,
		keyCode: codes[key] ?? key.toUpperCase().charCodeAt(0),
		ctrlKey: names.includes('Mod'),
		altKey: names.includes('Alt'),
		shiftKey: shift,
		metaKey: false,
		preventDefault: () => undefined
	} as unknown as KeyboardEvent;
}
