import { reportFailure } from '../../server/failure.js';
import { assertPortFree } from '../../server/listen.js';
import { readSettings } from '../../server/settings.js';
import { ensureBuilt } from './build.js';
import { Interrupted } from './command.js';
import { ensureInstalled } from './install.js';

/** Installs and builds what is missing, then serves until a signal ends it. */
export async function start() {
	try {
		// First, since installing and building take minutes that a wrong setting would waste.
		await assertPortFree(readSettings(process.env));
		await ensureInstalled();
		await ensureBuilt();
		// It needs installed packages, so it can be loaded only now.
		const { run } = await import('../../server/run.js');
		await run(process.env);
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			reportFailure(error);
			return;
		}
		console.log('Stopped.');
		process.exit(0);
	}
}
