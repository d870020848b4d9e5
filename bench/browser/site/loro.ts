import { get, set } from 'idb-keyval';
import { LoroDoc } from 'loro-crdt';
import { loadLoro } from '../../../src/lib/note/load-loro.js';
import { mountEditor, offerToBench } from './editor.js';

const TEXT = 'body';

await loadLoro();

/** The floor of opening: Loro's snapshot is one record of a database, and CodeMirror shows its text. */
export const loro = offerToBench({
	async keep(name: string, base64: string): Promise<void> {
		await set(name, Uint8Array.fromBase64(base64));
	},

	/** Opens what is kept by this name, and shows it. */
	async openKept(name: string): Promise<void> {
		const snapshot = await get<Uint8Array>(name);
		if (snapshot === undefined) throw new Error(`nothing is kept as ${name}`);
		mountEditor(LoroDoc.fromSnapshot(snapshot).getText(TEXT).toString(), []);
	}
});
