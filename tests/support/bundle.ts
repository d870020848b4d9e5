import { build, type Rolldown } from 'vite';

/**
 * Bundles a module of the tests with all that it imports into the text of one ES module, for a page to run. `ofApp`: packages that
 * are the app's own, whatever lies nearer to the module.
 */
export async function bundleModule(entry: string, ofApp: readonly string[] = []): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: 'error',
		resolve: { dedupe: [...ofApp] },
		build: {
			write: false,
			minify: false,
			target: 'es2022',
			lib: { entry, formats: ['es'], fileName: 'bundle' }
		}
	});
	const [output] = Array.isArray(built) ? built : [built as Rolldown.RolldownOutput];
	const [chunk, ...others] = output?.output ?? [];
	if (chunk === undefined || others.length > 0) throw new Error(`${entry} did not become one module`);
	return chunk.code;
}
