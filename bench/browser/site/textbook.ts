import { Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { LoroDoc } from 'loro-crdt';
import { loadLoro } from '../../../src/lib/note/load-loro.js';
import { BareChannel } from './bare-channel.js';
import { mountEditor, offerToBench } from './editor.js';

const TEXT = 'body';

const channel = new BareChannel();
await loadLoro();
const doc = new LoroDoc();
const text = doc.getText(TEXT);

const view = mountEditor(
	'',
	EditorView.updateListener.of(({ docChanged, state, transactions }) => {
		if (!docChanged || transactions.some((it) => it.annotation(Transaction.remote) === true)) return;
		text.delete(0, text.length);
		text.insert(0, state.doc.toString());
		doc.commit();
		channel.send(doc.export({ mode: 'snapshot' }) as Uint8Array<ArrayBuffer>);
	})
);
channel.heard = (message) => {
	doc.import(message);
	const changes = { from: 0, to: view.state.doc.length, insert: text.toString() };
	const anchor = Math.min(view.state.selection.main.head, changes.insert.length);
	view.dispatch({ changes, selection: { anchor }, annotations: Transaction.remote.of(true) });
};

/** The textbook way: each key takes the whole text out and puts it in again, and sends the whole document. */
export const textbook = offerToBench({
	offer: () => channel.offer(),
	answer: (offer: string) => channel.answer(offer),
	accept: (answer: string) => channel.accept(answer)
});
