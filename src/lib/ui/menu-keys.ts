/** The items of a menu, in their order. */
export function menuItems(menu: HTMLElement): HTMLElement[] {
	return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

/**
 * Has a menu that is about to open (`beforetoggle`) give the focus to its first item as it opens. By the time the browser tells that it is
 * open (`toggle`), a key that is pressed at once would have gone to the page below.
 */
export function startAtFirstItem(menu: HTMLElement): void {
	menuItems(menu)[0]?.setAttribute('autofocus', '');
}

/** Moves the focus within a menu that is a popover, and closes it by Tab, as the pattern of menus has it. */
export function menuKeydown(event: KeyboardEvent, menu: HTMLElement): void {
	const all = menuItems(menu);
	const at = all.indexOf(document.activeElement as HTMLElement);
	const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
	if (next !== undefined) {
		event.preventDefault();
		// The list in which it lies has keys of its own.
		event.stopPropagation();
		all[next % all.length]?.focus();
	} else if (event.key === 'Tab') menu.hidePopover();
}
