import initLoro from 'loro-crdt/web/loro_wasm.js';
import wasmUrl from 'loro-crdt/web/loro_wasm_bg.wasm?url';

let loading: Promise<unknown> | undefined;

/**
 * Loads Loro's WASM module, once for the page; in a browser nothing of the note layer works before. A failed
 * attempt, as when the network broke off, can be repeated.
 */
export async function loadLoro(): Promise<void> {
	loading ??= initLoro({ module_or_path: wasmUrl });
	try {
		await loading;
	} catch (failure) {
		loading = undefined;
		throw failure;
	}
}
