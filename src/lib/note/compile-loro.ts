import compileWorker from './compile-worker.ts?worker&url';

/** The page's policy has to know it (src/hooks.client.ts). */
export const COMPILE_WORKER_ADDRESS = compileWorker;

/** What the worker tells: Loro, or why there is none. */
export type Compiled = { readonly module: WebAssembly.Module } | { readonly failure: string };

let compiling: Promise<WebAssembly.Module> | undefined;

/**
 * Has Loro compiled beside the page that will load it: here, that would keep the page from everything else for longer than a key may
 * take. What fails is told by `compiledLoro`.
 */
export function beginCompilingLoro(): void {
	compiling ??= compile();
	compiling.catch(() => undefined);
}

/** Gives out, once, what was begun; undefined if nothing was. @throws Error if it did not come */
export async function compiledLoro(): Promise<WebAssembly.Module | undefined> {
	const begun = compiling;
	compiling = undefined;
	return await begun;
}

async function compile(): Promise<WebAssembly.Module> {
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
