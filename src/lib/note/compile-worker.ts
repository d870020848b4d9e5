import initLoro from 'loro-crdt/web/loro_wasm.js';
import wasmUrl from 'loro-crdt/web/loro_wasm_bg.wasm?url';
import type { Compiled } from './compile-loro.js';
import { practise } from './practise.js';

function tell(compiled: Compiled): void {
	postMessage(compiled);
}

/** Streaming needs the right type, which not every static host gives. */
async function compile(): Promise<WebAssembly.Module> {
	const response = await fetch(wasmUrl);
	if (!response.ok) throw new Error(`Loro was answered by ${response.status}`);
	const isTyped = response.headers.get('Content-Type') === 'application/wasm';
	return isTyped
		? await WebAssembly.compileStreaming(response)
		: await WebAssembly.compile(await response.arrayBuffer());
}

async function work(): Promise<WebAssembly.Module> {
	const module = await compile();
	try {
		await initLoro({ module_or_path: module });
		practise();
	} catch (failure) {
		console.warn('Loro was not practised', failure);
	}
	return module;
}

work().then(
	(module) => tell({ module }),
	(failure: unknown) => tell({ failure: String(failure) })
);
