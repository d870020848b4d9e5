import { RENDER_WORKER_ADDRESS } from '../../markup/render-worker-address.js';
import type { WorkerPort } from '../../util/worker-port.js';
import findWorker from '../find/find-worker.ts?worker&url';
import surveyWorker from '../survey/survey-worker.ts?worker&url';

/** The addresses of all workers: the page's policy lets no other start (src/hooks.client.ts). */
export const WORKER_ADDRESSES: readonly string[] = [findWorker, surveyWorker, RENDER_WORKER_ADDRESS];

/** Starts the worker that searches a text. */
export function startFindWorker(): WorkerPort {
	return new Worker(findWorker, { type: 'module' });
}

/** Starts the worker that knows a text's headings and length. */
export function startSurveyWorker(): WorkerPort {
	return new Worker(surveyWorker, { type: 'module' });
}
