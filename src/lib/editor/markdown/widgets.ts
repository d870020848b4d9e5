import { WidgetType, type EditorView } from '@codemirror/view';
import { tickAt } from './tasks.js';

/** What an item begins with, in the place of its dash. */
export class Bullet extends WidgetType {
	override eq(): boolean {
		return true;
	}

	override toDOM(): HTMLElement {
		return element('span', 'pm-marker pm-bullet', { 'aria-hidden': 'true' });
	}
}

/** The number that an item has by its place in the list, where another is written. */
export class ItemNumber extends WidgetType {
	constructor(readonly number: number) {
		super();
	}

	override eq(other: ItemNumber): boolean {
		return other.number === this.number;
	}

	override toDOM(): HTMLElement {
		const made = element('span', 'pm-counted');
		made.textContent = String(this.number);
		return made;
	}

	override ignoreEvent(): boolean {
		return false;
	}
}

/** A line across the text. */
export class Rule extends WidgetType {
	override eq(): boolean {
		return true;
	}

	override toDOM(): HTMLElement {
		return element('span', 'pm-rule', { role: 'separator' });
	}

	override ignoreEvent(): boolean {
		return false;
	}
}

/** A table's cell with nothing in it, which keeps its column's place. */
export class EmptyCell extends WidgetType {
	override eq(): boolean {
		return true;
	}

	override toDOM(): HTMLElement {
		return element('span', 'pm-cell');
	}

	override ignoreEvent(): boolean {
		return false;
	}
}

/**
 * The box of a task. It is out of the tab order, so that Tab leaves the text at once: Ctrl-Enter ticks the task that the caret is in.
 */
export class TaskBox extends WidgetType {
	constructor(
		private readonly done: boolean,
		readonly name: string,
		private readonly readOnly: boolean
	) {
		super();
	}

	override eq(other: TaskBox): boolean {
		return other.done === this.done && other.name === this.name && other.readOnly === this.readOnly;
	}

	override toDOM(view: EditorView): HTMLElement {
		const marker = element('span', 'pm-marker pm-task');
		const box = document.createElement('input');
		box.type = 'checkbox';
		box.tabIndex = -1;
		this.#show(box);
		// The editor keeps its focus, and a phone its keyboard as it is.
		box.addEventListener('mousedown', (event) => {
			event.preventDefault();
		});
		box.addEventListener('click', (event) => {
			// The box follows the text: where that does not change, neither does the box.
			if (view.state.readOnly || !tickAt(view, view.posAtDOM(marker))) event.preventDefault();
		});
		marker.append(box);
		return marker;
	}

	override updateDOM(dom: HTMLElement): boolean {
		const box = dom.querySelector('input');
		if (box === null) return false;
		this.#show(box);
		return true;
	}

	#show(box: HTMLInputElement): void {
		box.checked = this.done;
		box.disabled = this.readOnly;
		box.setAttribute('aria-label', this.name);
	}
}

/** Opens the link that the caret is in: for those who have no Ctrl key. */
export class OpenLinkButton extends WidgetType {
	constructor(
		private readonly href: string,
		private readonly label: string
	) {
		super();
	}

	override eq(other: OpenLinkButton): boolean {
		return other.href === this.href && other.label === this.label;
	}

	override toDOM(): HTMLElement {
		const link = document.createElement('a');
		link.className = 'pm-open';
		link.href = this.href;
		link.target = '_blank';
		link.rel = 'noopener noreferrer';
		link.tabIndex = -1;
		link.setAttribute('aria-label', this.label);
		return link;
	}
}

function element(
	tag: string,
	className: string,
	attributes: Readonly<Record<string, string>> = {}
): HTMLElement {
	const made = document.createElement(tag);
	made.className = className;
	for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
	return made;
}
