import type { floor } from './floor.js';
import type { loro } from './loro.js';
import type { yjs } from './yjs.js';

declare global {
	/** What the page at hand offers to the bench; what is another page's is not there. */
	function bench(): typeof floor & typeof loro & typeof yjs;
}
