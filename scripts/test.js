/**
 * `npm test`: on a machine with nothing but Node and this checkout it installs what is needed and runs every check.
 * `npm test -- --only unit,e2e` runs some of them.
 */
import { requireNodeVersion } from './lib/node-version.js';

requireNodeVersion();
// Only now: the rest is written for a Node that is new enough.
const { test } = await import('./lib/test.js');
const { CHECKS, LANES } = await import('./lib/checks.js');
await test(process.argv.slice(2), CHECKS, LANES);
