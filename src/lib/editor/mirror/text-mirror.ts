import type { ChangeSet, Text } from '@codemirror/state';
import type { WorkerPort } from '../../util/worker-port.js';
import { READY, type MirrorMessage } from './mirrored-text.js';

export interface TextMirrorOptions<Answer> {
	readonly start: () => WorkerPort;
	/** The text as it is now. */
	readonly text: () => Text;
	readonly onAnswer: (answer: Answer) => void;
	/** The worker has loaded, and begins to work. */
	readonly onReady?: () => void;
	/** The worker could not be started, or threw. */
	readonly onFailure: (cause: unknown) => void;
}

/**
 * A worker that has the editor's text, kept in step by the changes of it, and answers questions about it: what takes long costs no key
 * its time, and can be ended at any moment.
 */
export class TextMirror<Question extends object, Answer> {
	#worker: WorkerPort | undefined;
	#isReady = false;

	constructor(private readonly options: TextMirrorOptions<Answer>) {}

	/** Whether the worker runs and has loaded, which may take as long as the network does. */
	get isReady(): boolean {
		return this.#isReady;
	}

	/** Starts the worker, if it is not running, and gives it the text. */
	start(): void {
		if (this.#worker !== undefined) return;
		const { start, text, onAnswer, onReady, onFailure } = this.options;
		const worker = (this.#worker = start());
		worker.onmessage = ({ data }: MessageEvent<Answer | typeof READY>) => {
			if (this.#worker !== worker) return;
			if (data !== READY) {
				onAnswer(data);
				return;
			}
			this.#isReady = true;
			onReady?.();
		};
		worker.onerror = (event) => {
			if (this.#worker !== worker) return;
			this.stop();
			onFailure(event.error ?? event.message);
		};
		this.#send({ kind: 'text', text: text().toString() });
	}

	/** Takes over a change of the text. */
	change(changes: ChangeSet): void {
		if (this.#worker !== undefined) this.#send({ kind: 'changes', changes: changes.toJSON() });
	}

	/** Asks about the text as it is now; starts the worker if need be. */
	ask(question: Question): void {
		this.start();
		this.#worker?.postMessage(question);
	}

	/** Ends the worker in the midst of whatever it does. It answers nothing more. */
	stop(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#isReady = false;
	}

	#send(message: MirrorMessage): void {
		this.#worker?.postMessage(message);
	}
}
