import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { INPUTS } from '../../../scripts/lib/build.js';
import { readSettings } from '../../../server/settings.js';
import { createBuiltApp } from '../../support/built-app';
import { commandIn, copiesOf, isSent, said, stagesOf } from '../../support/container-file';

/** A new Node process takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const stages = stagesOf(read('Containerfile'));
const last = stages.at(-1) ?? { name: undefined, steps: [] };
const ignored = read('.dockerignore');
const { scripts, dependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;

let running: ChildProcess | undefined;

afterEach(() => {
	running?.kill('SIGKILL');
	running = undefined;
});

it('what each stage copies is in the repository, or was made by a stage before', () => {
	expect(stages.map(({ name }) => name)).toEqual(['build', 'packages', undefined]);
	const made: Record<string, string> = { build: '/perch/build', packages: '/perch/node_modules' };
	for (const { from, sources } of stages.flatMap(copiesOf)) {
		if (from !== undefined) expect(sources).toEqual([made[from]]);
		else
			for (const source of sources.filter((path) => path !== '.')) {
				expect(existsSync(join(ROOT, source)), source).toBe(true);
				expect(isSent(ignored, source), source).toBe(true);
			}
	}
});

it('the build is sent all that it reads, and runs nothing before that is there', () => {
	const scriptFiles = [...importedBy('scripts/compress.js').files, ...importedBy('vite.config.ts').files];
	for (const path of [...INPUTS, ...scriptFiles, '.npmrc']) expect(isSent(ignored, path), path).toBe(true);
	expect(said(stages[0] ?? last, 'RUN')).toEqual(['npm ci', 'npm run build']);
	for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
		expect(scripts?.[name], `npm ci would run ${name} with package.json alone`).toBeUndefined();
	for (const path of ['node_modules', 'build', '.git', 'src/lib/paraglide/runtime.js'])
		expect(isSent(ignored, path), path).toBe(false);
});

it('all that the server is made of is in the image, without what only the build needs', () => {
	const [program, main = ''] = commandIn(said(last, 'CMD')[0] ?? '');
	expect(program).toBe('node');
	const { files, packages } = importedBy(main);
	const here = copiesOf(last).flatMap(({ sources }) => sources);
	for (const file of files) expect(here, file).toContain(file.split('/')[0]);
	for (const name of packages) expect(Object.keys(dependencies ?? {})).toContain(name);
	expect(packages).toContain('ws');
});

it('it listens where others reach it, at the port that it names, and not as root', () => {
	const [port] = said(last, 'EXPOSE');
	expect(readSettings(environment())).toMatchObject({ port: Number(port), host: '0.0.0.0' });
	expect(said(last, 'USER')).toEqual(['node']);
});

it.each(['', '/perch'])(
	'as the image starts it below “%s” it is healthy, and ends when it is told to',
	async (base) => {
		const app = await createBuiltApp();
		const image = dirname(app.buildDir);
		for (const { from, sources } of copiesOf(last))
			if (from === undefined)
				for (const source of sources) await cp(join(ROOT, source), join(image, source), { recursive: true });
		await symlink(join(ROOT, 'node_modules'), join(image, 'node_modules'));

		const env = { ...environment(), BASE_PATH: base, PORT: String(await freePort()) };
		const run = (args: readonly string[]) =>
			spawn(process.execPath, args, {
				cwd: image,
				env: { ...process.env, ...env },
				stdio: ['ignore', 'pipe', 'inherit']
			});
		running = run(commandIn(said(last, 'CMD')[0] ?? '').slice(1));
		if (running.stdout !== null) await once(running.stdout, 'data');
		const health = run(commandIn(said(last, 'HEALTHCHECK')[0] ?? '').slice(1));
		expect(await once(health, 'close')).toEqual([0, null]);

		running.kill('SIGTERM');
		expect(await once(running, 'close')).toEqual([0, null]);
		const late = run(commandIn(said(last, 'HEALTHCHECK')[0] ?? '').slice(1));
		expect(await once(late, 'close')).toEqual([1, null]);
		await app.remove();
	}
);

/** What the image says of the environment, as it is built without arguments. */
function environment(): Record<string, string> {
	const pairs = said(last, 'ENV').flatMap((rest) => [...rest.matchAll(/(\w+)=(\S*)/g)]);
	return Object.fromEntries(
		pairs.map(([, name = '', value = '']) => [name, value.startsWith('$') ? '' : value])
	);
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}

/** The files and packages that a module needs, and those that these need. */
function importedBy(entry: string): { files: string[]; packages: string[] } {
	const files = new Set<string>();
	const packages = new Set<string>();
	const visit = (file: string) => {
		if (files.has(file)) return;
		files.add(file);
		const named = read(file).matchAll(/^(?!\s*\/?\*).*\b(?:from|import)\b[ (]*'([^']+)'/gm);
		for (const [, name = ''] of named) {
			if (name.startsWith('.')) visit(relative(ROOT, resolve(ROOT, dirname(file), name)));
			else if (!name.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
		}
	};
	visit(entry);
	return { files: [...files], packages: [...packages] };
}
