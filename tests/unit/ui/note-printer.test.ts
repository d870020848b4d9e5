// @vitest-environment jsdom
import type { Root } from 'hast';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DONE, READY, type RenderQuestion } from '$lib/markup/render-messages.js';
import { NotePrinter } from '$lib/ui/note-printer.js';
import { eventually } from '../support/eventually.js';

/** A worker that makes of a text what it looks like when the test says so. */
class HeldWorker {
	static readonly all: HeldWorker[] = [];
	onmessage: ((event: MessageEvent) => void) | null = null;
	asked = '';

	constructor() {
		HeldWorker.all.push(this);
	}

	postMessage({ markdown }: RenderQuestion): void {
		this.asked = markdown;
	}

	answer(): void {
		const sheet: Root = { type: 'root', children: [{ type: 'text', value: `look of ${this.asked}` }] };
		this.onmessage?.(new MessageEvent('message', { data: { sheet } }));
		this.onmessage?.(new MessageEvent('message', { data: DONE }));
	}

	terminate(): void {}
}

let markdown = '';
let end: () => void;
let printer: NotePrinter;
const onAsWritten = vi.fn();

beforeEach(() => {
	HeldWorker.all.length = 0;
	onAsWritten.mockClear();
	vi.stubGlobal('Worker', HeldWorker);
	Object.assign(CSSStyleSheet.prototype, { replaceSync: () => undefined });
	Object.assign(document, { adoptedStyleSheets: [] });
	window.print = () => dispatchEvent(new Event('beforeprint'));
	markdown = 'one';
	printer = new NotePrinter({
		printed: () => ({ markdown, title: 'Harvest' }),
		length: () => markdown.length,
		onWish: () => undefined,
		onAsWritten
	});
	end = printer.watch();
});

afterEach(() => {
	end();
	vi.unstubAllGlobals();
});

/** The worker that was asked what a text looks like. */
async function rendering(count: number): Promise<HeldWorker> {
	await eventually(() => expect(HeldWorker.all).toHaveLength(count));
	const worker = HeldWorker.all[count - 1] as HeldWorker;
	worker.onmessage?.(new MessageEvent('message', { data: READY }));
	return worker;
}

function sheetText(): string | null | undefined {
	return document.querySelector('.print-sheet')?.textContent;
}

it('what stood there when printing was asked for is printed, as it looks, whoever writes meanwhile', async () => {
	dispatchEvent(new Event('blur'));
	const first = await rendering(1);
	markdown = 'two';
	const printed = printer.print();
	first.answer();
	const second = await rendering(2);
	markdown = 'three';
	second.answer();
	expect(await printed).toBe(false);
	expect(sheetText()).toBe('look of two');
	expect(onAsWritten).not.toHaveBeenCalled();
});

it('the browser’s own menu prints what stands there now', async () => {
	const printed = printer.print();
	(await rendering(1)).answer();
	await printed;
	markdown = 'two';
	window.print();
	expect(sheetText()).toBe('two');
	expect(onAsWritten).toHaveBeenCalledOnce();
});

it('what has no direction of its own runs as the text begins', () => {
	for (const [text, direction] of [
		['# אגסים', 'rtl'],
		['Pears, אגסים', 'ltr'],
		['12', 'ltr']
	]) {
		markdown = text ?? '';
		window.print();
		expect(document.querySelector<HTMLElement>('.print-sheet')?.dir).toBe(direction);
	}
});

it('a finger that is lifted makes nothing ready for print, a mouse that leaves does', async () => {
	const leave = (pointerType: string) =>
		document.documentElement.dispatchEvent(Object.assign(new Event('pointerleave'), { pointerType }));
	leave('touch');
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(HeldWorker.all).toHaveLength(0);
	leave('mouse');
	await rendering(1);
});

it('who left the note, or asks twice, has no dialog for it, or one', async () => {
	const print = vi.spyOn(window, 'print');
	const asked = [printer.print(), printer.print()];
	(await rendering(1)).answer();
	await Promise.all(asked);
	expect(print).toHaveBeenCalledOnce();
	markdown = 'two';
	const late = printer.print();
	const worker = await rendering(2);
	end();
	worker.answer();
	await late;
	expect(print).toHaveBeenCalledOnce();
});
