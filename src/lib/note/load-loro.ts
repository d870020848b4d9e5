import initLoro from 'loro-crdt/web/loro_wasm.js';
import wasmUrl from 'loro-crdt/web/loro_wasm_bg.wasm?url';
import { compiledLoro } from './compile-loro.js';

let loading: Promise<unknown> | undefined;

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

/** Where the worker fails, Loro is compiled here. */
async function load(): Promise<void> {
	const compiled = await compiledLoro().catch((failure: unknown) => {
		console.warn('no worker has compiled Loro', failure);
		return undefined;
	});
	await initLoro({ module_or_path: compiled ?? wasmUrl });
}
