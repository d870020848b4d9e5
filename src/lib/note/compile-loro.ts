import compileWorker from './compile-worker.ts?worker&url';

/** The page's policy has to know it (src/hooks.client.ts). */
export const COMPILE_WORKER_ADDRESS = compileWorker;

/** What the worker tells: Loro, or why there is none. */
export type Compiled = { readonly module: WebAssembly.Module } | { readonly failure: string };

/**
 * Loro, compiled beside the page: here, that would keep the page from everything else for longer than a key may take.
 *
 * @throws Error if it did not come
 */
export async function compileLoro(): Promise<WebAssembly.Module> {
	const worker = new Worker(compileWorker, { type: 'module' });
	try {
		return await new Promise((resolve, reject) => {
			worker.onmessage = ({ data }: MessageEvent<Compiled>) => {
				if ('module' in data) resolve(data.module);
				else reject(new Error(data.failure));
			};
			worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
			worker.onmessageerror = () => reject(new Error('what was compiled cannot be handed over'));
		});
	} finally {
		worker.terminate();
	}
}
