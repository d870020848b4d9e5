import { yCollab } from 'y-codemirror.next';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import { WebrtcProvider } from 'y-webrtc';
import { applyUpdate, Doc, UndoManager } from 'yjs';
import { mountEditor, offerToBench } from './editor.js';

const TEXT = 'body';

interface Open {
	readonly doc: Doc;
	readonly persistence: IndexeddbPersistence;
	readonly provider: WebrtcProvider | undefined;
}

let open: Open | undefined;

/** Yjs as its documentation puts it together: y-codemirror.next, y-indexeddb and, where there is a server to meet at, y-webrtc. */
export const yjs = offerToBench({
	/** Opens what is stored by this name, takes in a history as `take` does, and shows it. */
	async open(name: string, signalling?: string, history?: string): Promise<void> {
		const doc = new Doc();
		const persistence = new IndexeddbPersistence(name, doc);
		await persistence.whenSynced;
		if (history !== undefined) applyUpdate(doc, Uint8Array.fromBase64(history));
		const provider = signalling === undefined ? undefined : meet(name, doc, signalling);
		const text = doc.getText(TEXT);
		const binding = yCollab(text, provider?.awareness ?? null, { undoManager: new UndoManager(text) });
		mountEditor(text.toString(), binding);
		open = { doc, persistence, provider };
	},

	/** Takes in a history, as from a peer; it is stored by then. */
	async take(base64: string): Promise<void> {
		if (open === undefined) throw new Error('nothing is open');
		applyUpdate(open.doc, Uint8Array.fromBase64(base64));
		await this.stored();
	},

	/** Settles when what was typed is stored: y-indexeddb writes in the order of the edits. */
	async stored(): Promise<void> {
		if (open === undefined) throw new Error('nothing is open');
		const { name } = open.persistence;
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name);
			request.onerror = () => reject(new Error('not opened'));
			request.onsuccess = () => {
				const reading = request.result.transaction('updates', 'readwrite').objectStore('updates').count();
				reading.onsuccess = () => {
					request.result.close();
					resolve();
				};
			};
		});
	},

	/** Writes all as one state in the place of the updates, as y-indexeddb does by itself after 500. */
	async compact(): Promise<void> {
		if (open === undefined) throw new Error('nothing is open');
		await storeState(open.persistence, true);
		await this.stored();
	}
});

function meet(room: string, doc: Doc, signalling: string): WebrtcProvider {
	const provider = new WebrtcProvider(room, doc, {
		signaling: [signalling],
		peerOpts: { config: { iceServers: [] } }
	});
	provider.awareness.setLocalStateField('user', { name: 'Somebody', color: '#30bced' });
	return provider;
}
