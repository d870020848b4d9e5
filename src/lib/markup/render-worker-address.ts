import type { WorkerPort } from '../util/worker-port.js';
import renderWorker from './render-worker.ts?worker&url';

/** The page's policy has to know it (editor/mirror/workers.ts). */
export const RENDER_WORKER_ADDRESS = renderWorker;

/** Starts the worker that makes of a text what it looks like. */
export function startRenderWorker(): WorkerPort {
	return new Worker(renderWorker, { type: 'module' });
}
