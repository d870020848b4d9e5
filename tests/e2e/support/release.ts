import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { Server } from './server.js';

const BUILD_DIR = fileURLToPath(new URL('../../../build', import.meta.url));

/** Marks the pages of a version. */
const MARK = 'perch-test-version';

/** A server of the app whose operator puts new versions in place, as by a new build. */
export class Release {
	private constructor(
		private readonly directory: string,
		readonly server: Server
	) {}

	static async first(): Promise<Release> {
		const directory = mkdtempSync(join(tmpdir(), 'perch-release-'));
		cpSync(BUILD_DIR, directory, { recursive: true });
		return new Release(directory, await Server.start({ build: directory }));
	}

	/** Every page of the app gets another text, and the service worker lists them as other ones. */
	async deploy(version: number): Promise<void> {
		for (const path of readdirSync(this.directory, { recursive: true, encoding: 'utf8' })) {
			if (path.endsWith('.html'))
				this.#rewrite(path, '</title>', `</title><meta name="${MARK}" content="${version}">`);
			if (path === 'sw.js') this.#rewrite(path, /revision:"([0-9a-f]{32})"/g, `revision:"$1-${version}"`);
		}
		await this.server.stop();
		await this.server.start();
	}

	async end(): Promise<void> {
		await this.server.stop();
		rmSync(this.directory, { recursive: true });
	}

	#rewrite(path: string, what: string | RegExp, by: string): void {
		const file = join(this.directory, path);
		const before = readFileSync(file, 'utf8');
		const after = before.replace(what, by);
		if (after === before) throw new Error(`nothing to change in ${path}`);
		writeFileSync(file, after);
		for (const packed of [`${file}.br`, `${file}.gz`]) if (existsSync(packed)) rmSync(packed);
	}
}

/** The version that a page was loaded of; undefined is the first. */
export async function versionOf(page: Page): Promise<string | undefined> {
	const marks = await page.locator(`meta[name="${MARK}"]`).all();
	return (await marks[0]?.getAttribute('content')) ?? undefined;
}
