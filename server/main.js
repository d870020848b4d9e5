/**
 * Serves what is built already; `npm start` installs and builds first. Usage: node server/main.js [directory of the build]
 */
import { reportFailure } from './failure.js';
import { run } from './run.js';

run(process.env, process.argv[2]).catch(reportFailure);
