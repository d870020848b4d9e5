/** Keys that neither write nor scroll: to go through the page by them is no wish to end what it shows. */
const QUIET_KEYS = new Set(['Tab', 'Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);
const PRESSING_KEYS = new Set(['Enter', ' ']);
const PRESSABLE = 'button, a, summary, [role=menuitem]';

/** Whether an event is a person's own writing or scrolling, or Escape, by which the view becomes theirs again. */
export function isOwnMove(event: Event): boolean {
	const target = event.target instanceof Element ? event.target : document.documentElement;
	if (event instanceof KeyboardEvent) {
		if (QUIET_KEYS.has(event.key)) return false;
		return !(PRESSING_KEYS.has(event.key) && target.closest(PRESSABLE) !== null);
	}
	if (event.type !== 'pointerdown') return true;
	// The scroll bar belongs to the root element; to press into the text is to put one's own caret there.
	return target === document.documentElement || target.closest('[contenteditable], .cm-editor') !== null;
}
