/* Knows the headings and the length of a copy of the note's text. */
import type { ChangeSet } from '@codemirror/state';
import { MirroredText, READY, type MirrorMessage } from '../mirror/mirrored-text.js';
import { countText } from './count-text.js';
import { REPORT_MS } from './limits.js';
import type { CountQuestion, SurveyAnswer } from './messages.js';
import { TextSurvey } from './text-survey.js';

const mirrored = new MirroredText();
const survey = new TextSurvey();
let changes = 0;
let pending: ChangeSet | undefined;
let isDue = false;
let told = '';

function tell(answer: SurveyAnswer): void {
	postMessage(answer);
}

function report(): void {
	isDue = false;
	if (pending !== undefined) survey.change(pending.desc, mirrored.text);
	pending = undefined;
	const headings = survey.headings.map(({ level, text }) => ({ level, text }));
	const written = JSON.stringify(headings);
	tell({
		kind: 'survey',
		changes,
		counts: survey.counts,
		places: Uint32Array.from(survey.headings, ({ at }) => at),
		headings: written === told ? undefined : headings
	});
	told = written;
}

onmessage = ({ data }: MessageEvent<CountQuestion | MirrorMessage>) => {
	if (data.kind === 'count') {
		tell({ kind: 'counted', id: data.id, counts: countText(mirrored.text.sliceString(data.from, data.to)) });
		return;
	}
	const change = mirrored.take(data);
	if (change === undefined) {
		survey.begin(mirrored.text);
		report();
		return;
	}
	changes += 1;
	pending = pending?.compose(change) ?? change;
	if (!isDue) setTimeout(report, REPORT_MS);
	isDue = true;
};

postMessage(READY);
