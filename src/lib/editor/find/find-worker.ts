/* Searches a copy of the note's text, where a pattern that never ends can be ended. */
import { nextTask } from '../../util/next-task.js';
import { MirroredText, READY, type MirrorMessage } from '../mirror/mirrored-text.js';
import { MAX_HITS, SLICE_MS } from './limits.js';
import type { FindAnswer, FindQuestion } from './messages.js';
import { searchText, type Found, type SearchWishes } from './search-text.js';

const mirrored = new MirroredText();
let asked = 0;

function tell(answer: FindAnswer): void {
	postMessage(answer);
}

/** Undefined if something else was asked meanwhile. */
async function search(
	{ id, query }: FindQuestion,
	text: string,
	wishes: SearchWishes
): Promise<Found | undefined> {
	const steps = searchText(text, query, wishes);
	for (let since = performance.now(); ;) {
		const step = steps.next();
		if (step.done === true) return step.value;
		if (performance.now() - since < SLICE_MS) continue;
		tell({ kind: 'progress', id, count: step.value });
		await nextTask();
		if (id !== asked) return undefined;
		since = performance.now();
	}
}

async function answer(question: FindQuestion): Promise<void> {
	const { id, near, replacement } = question;
	asked = id;
	const text = mirrored.text.toString();
	if (near.to - near.from < text.length && replacement === undefined) {
		const found = await search(question, text, { ...near, most: MAX_HITS });
		if (found === undefined) return;
		tell({ kind: 'near', id, places: Uint32Array.from(found.places) });
	}
	const wishes = {
		from: 0,
		to: text.length,
		most: MAX_HITS,
		...(replacement === undefined ? {} : { replacement })
	};
	const found = await search(question, text, wishes);
	if (found === undefined) return;
	const { inserts, more } = found;
	tell({ kind: 'found', id, places: Uint32Array.from(found.places), inserts, more });
}

onmessage = ({ data }: MessageEvent<FindQuestion | MirrorMessage>) => {
	if (data.kind === 'find') void answer(data);
	else mirrored.take(data);
};

postMessage(READY);
