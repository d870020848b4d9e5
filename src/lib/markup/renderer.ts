import type { Root } from 'hast';
import { systemClock, type CancelTimer, type Clock } from '../util/clock.js';
import type { WorkerPort } from '../util/worker-port.js';
import { MAX_SLICED_LENGTH, RENDER_ALL_MS, RENDER_MS, START_MS } from './limits.js';
import { DONE, READY, type RenderAnswer, type RenderQuestion } from './render-messages.js';
import { startRenderWorker } from './render-worker-address.js';

/** What a text looks like, or the text itself where that could not be found out in time. */
export interface Rendered<Content> {
	readonly content: Content;
	readonly isAsWritten: boolean;
}

type RenderedPart = NonNullable<RenderAnswer>;

export interface RendererOptions {
	readonly startWorker?: () => WorkerPort;
	readonly clock?: Clock;
	/** A longer text stays as it is written, in UTF-16 units. */
	readonly atMost?: number;
}

/**
 * Renders Markdown in a worker: there are texts of a few kilobytes for which that takes minutes. What is not done in time, or is too long, stays as
 * it is written; the page goes on meanwhile.
 */
export class Renderer {
	readonly #startWorker: () => WorkerPort;
	readonly #clock: Clock;
	readonly #atMost: number;

	constructor({
		startWorker = startRenderWorker,
		clock = systemClock,
		atMost = MAX_SLICED_LENGTH
	}: RendererOptions = {}) {
		this.#startWorker = startWorker;
		this.#clock = clock;
		this.#atMost = atMost;
	}

	/** HTML without a document around it. */
	async html(markdown: string): Promise<Rendered<string>> {
		const html = htmlOf(await this.#ask({ form: 'html', markdown }));
		if (html !== undefined) return { content: html, isAsWritten: false };
		const { htmlAsWritten } = await import('./html-document.js');
		return { content: htmlAsWritten(markdown), isAsWritten: true };
	}

	/** An HTML file (html-document.ts). */
	async document(markdown: string, title: string): Promise<Rendered<string>> {
		const html = htmlOf(await this.#ask({ form: 'document', markdown, title }));
		if (html !== undefined) return { content: html, isAsWritten: false };
		const { documentAsWritten } = await import('./html-document.js');
		return { content: await documentAsWritten(markdown, title), isAsWritten: true };
	}

	/** The tree of a sheet for print (print-sheet.ts); undefined where the text has to stay as it is written. */
	async sheet(markdown: string): Promise<Root | undefined> {
		const parts = await this.#ask({ form: 'sheet', markdown });
		return parts && { type: 'root', children: parts.flatMap(({ sheet }) => sheet?.children ?? []) };
	}

	#ask(question: RenderQuestion): Promise<readonly RenderedPart[] | undefined> {
		if (question.markdown.length > this.#atMost) return Promise.resolve(undefined);
		return new Promise((resolve) => {
			const parts: RenderedPart[] = [];
			let cancel: CancelTimer = () => undefined;
			let cancelAll: CancelTimer = () => undefined;
			const end = (answer: readonly RenderedPart[] | undefined): void => {
				cancel();
				cancelAll();
				worker.terminate();
				resolve(answer);
			};
			const within = (ms: number): void => {
				cancel();
				cancel = this.#clock.after(ms, () => end(undefined));
			};
			const worker = this.#startWorker();
			worker.onmessage = ({ data }: MessageEvent<RenderAnswer | typeof READY | typeof DONE>) => {
				if (data === undefined) end(undefined);
				else if (data === DONE) end(parts);
				else {
					if (data === READY) cancelAll = this.#clock.after(RENDER_ALL_MS, () => end(undefined));
					else parts.push(data);
					within(RENDER_MS);
				}
			};
			worker.onerror = (event) => {
				console.warn('the text stays as it is written', event.error ?? event.message);
				end(undefined);
			};
			within(START_MS);
			worker.postMessage(question);
		});
	}
}

function htmlOf(parts: readonly RenderedPart[] | undefined): string | undefined {
	return parts?.map(({ html }) => html ?? '').join('');
}
