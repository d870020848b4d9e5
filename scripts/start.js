/** `npm start`: on a machine with nothing but Node and this checkout it installs, builds and serves. */
import { requireNodeVersion } from './lib/node-version.js';

requireNodeVersion();
// Only now: the rest is written for a Node that is new enough.
const { start } = await import('./lib/start.js');
await start();
