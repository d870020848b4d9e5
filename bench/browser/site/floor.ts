import { Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { BareChannel } from './bare-channel.js';
import { mountEditor, offerToBench } from './editor.js';

/** As large as Loro's update of one key. */
const KEY_BYTES = 90;

type Splice = [from: number, to: number, insert: string];

const channel = new BareChannel();
const view = mountEditor(
	'',
	EditorView.updateListener.of(({ docChanged, changes, transactions }) => {
		if (!docChanged || transactions.some((it) => it.annotation(Transaction.remote) === true)) return;
		const splices: Splice[] = [];
		changes.iterChanges((from, to, _fromB, _toB, text) => splices.push([from, to, text.toString()]));
		channel.send(new TextEncoder().encode(JSON.stringify(splices)));
	})
);
showWhatComes();

function showWhatComes(): void {
	channel.heard = (message) => {
		const splices = JSON.parse(new TextDecoder().decode(message)) as Splice[];
		const changes = splices.map(([from, to, insert]) => ({ from, to, insert }));
		view.dispatch({ changes, annotations: Transaction.remote.of(true) });
	};
}

/** The floor: CodeMirror's own changes over a bare channel. No two who write at once would come to the same text. */
export const floor = offerToBench({
	offer: () => channel.offer(),
	answer: (offer: string) => channel.answer(offer),
	accept: (answer: string) => channel.accept(answer),

	/** Sends back whatever comes, past the editor, until `show` is called. */
	echo(): void {
		channel.heard = (message) => {
			channel.send(message);
		};
	},

	show: showWhatComes,

	/** How long a message takes one way over the channel alone, in milliseconds. */
	async askChannel(rounds: number): Promise<number[]> {
		const times: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const startedAt = performance.now();
			await new Promise<unknown>((resolve) => {
				channel.heard = resolve;
				channel.send(new Uint8Array(KEY_BYTES));
			});
			times.push((performance.now() - startedAt) / 2);
		}
		showWhatComes();
		return times;
	}
});
