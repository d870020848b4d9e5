/**
 * `npm run test:long`: what `npm test` only samples, in full; it takes about an hour. `npm run test:long -- --only fuzz`
 * runs a part. The last line is the sum.
 */
import { requireNodeVersion } from './lib/node-version.js';

requireNodeVersion();
// Only now: the rest is written for a Node that is new enough.
const { test } = await import('./lib/test.js');
const { LONG_CHECKS } = await import('./lib/checks.js');
await test(process.argv.slice(2), LONG_CHECKS);
