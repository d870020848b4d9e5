import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type BrowserContext } from '@playwright/test';
import { chromiumLaunch } from './browsers.js';

/**
 * A Chromium whose pages are out of sight when another tab is before them, and can be frozen then. In those that Playwright starts
 * itself each page counts as seen at all times.
 */
export class UnwatchedBrowser {
	private constructor(
		readonly context: BrowserContext,
		private readonly child: ChildProcess
	) {}

	static async start(profile: string, args: readonly string[]): Promise<UnwatchedBrowser> {
		const { executablePath = chromium.executablePath() } = chromiumLaunch;
		const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
		const child = spawn(executablePath, [...own, ...args, 'about:blank'], {
			stdio: ['ignore', 'ignore', 'pipe']
		});
		const browser = await chromium.connectOverCDP(await debuggingUrl(child), { noDefaults: true });
		const [context] = browser.contexts();
		if (context === undefined) throw new Error('a browser without a context');
		return new UnwatchedBrowser(context, child);
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const exit = once(this.child, 'exit');
		const session = await this.context.browser()?.newBrowserCDPSession();
		// The answer may be cut off by the very end that it asks for.
		await session?.send('Browser.close').catch(() => undefined);
		await exit;
	}
}

async function debuggingUrl({ stderr }: ChildProcess): Promise<string> {
	let written = '';
	for await (const chunk of stderr ?? []) {
		written += String(chunk);
		const [, url] = /listening on (ws:\S+)/.exec(written) ?? [];
		if (url !== undefined) return url;
	}
	throw new Error(`the browser did not start: ${written}`);
}
