import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Frees all that nothing refers to, at once. */
export const collectGarbage = runInNewContext('gc') as () => void;

/** The bytes of all array buffers that something still refers to. */
export function heldArrayBufferBytes(): number {
	collectGarbage();
	return process.memoryUsage().arrayBuffers;
}
