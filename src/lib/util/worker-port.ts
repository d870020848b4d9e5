/** A worker as those who use it see it. Tests bring their own. */
export interface WorkerPort {
	onmessage: ((event: MessageEvent) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
	postMessage(message: unknown): void;
	terminate(): void;
}
