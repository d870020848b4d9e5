import initLoro from 'loro-crdt/web/loro_wasm.js';
import wasmUrl from 'loro-crdt/web/loro_wasm_bg.wasm?url';
import { compileLoro } from './compile-loro.js';

let compiling: Promise<WebAssembly.Module> | undefined;
let loading: Promise<unknown> | undefined;

/** Has Loro compiled by a worker, for a page that will load it. What fails is told by `loadLoro`. */
export function beginLoadingLoro(): void {
	compiling ??= compileLoro();
	compiling.catch(() => undefined);
}

/**
 * Loads Loro's WASM module, once for the page or the worker; in a browser nothing of the note layer works before. A failed
 * attempt, as when the network broke off, can be repeated.
 */
export async function loadLoro(): Promise<void> {
	loading ??= load();
	try {
		await loading;
	} catch (failure) {
		loading = undefined;
		throw failure;
	}
}

async function load(): Promise<void> {
	await initLoro({ module_or_path: (await compiled()) ?? wasmUrl });
}

/** Where the worker fails, Loro is compiled here. */
async function compiled(): Promise<WebAssembly.Module | undefined> {
	const begun = compiling;
	compiling = undefined;
	try {
		return await begun;
	} catch (failure) {
		console.warn('no worker has compiled Loro', failure);
		return undefined;
	}
}
