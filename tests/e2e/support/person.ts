import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	chromium,
	expect,
	firefox,
	type CDPSession,
	type JSHandle,
	type BrowserContext,
	type Locator,
	type Page
} from '@playwright/test';
import type { EditorView } from '@codemirror/view';
import { processesOf } from '../../support/processes.js';
import { chromiumLaunch, firefoxLaunch, shellLaunch } from './browsers.js';
import { withoutServiceWorkers, type IdleBrowsers } from './idle-browsers.js';
import { UnwatchedBrowser } from './unwatched-browser.js';

export type BrowserName = 'chromium' | 'firefox';
export type FirefoxPrefs = Readonly<Record<string, string | number | boolean>>;

/** Does what has to be done to a browser before it opens its first page, each time that it is started. */
export type Prepare = (context: BrowserContext) => Promise<void>;

/** What a browser is started with beyond what all are. */
export interface BrowserExtras {
	readonly args?: readonly string[];
	readonly userAgent?: string;
	readonly permissions?: readonly string[];
	/** In the place of the browser's own: such as one that starts it in a network namespace. */
	readonly executablePath?: string;
	/** Where else the app is to be found, from within such a namespace. */
	readonly app?: string;
	/** Whether its pages can be out of sight and frozen. Chromium only. */
	readonly unwatched?: boolean;
	/** Whether nothing of the browser around the page is needed. */
	readonly isShell?: boolean;
	/** Whether the app is stored in it, to be used without the server: it is unless said. */
	readonly installs?: boolean;
	/** The size of its pages, which then take fingers, too. */
	readonly touchScreen?: { readonly width: number; readonly height: number };
}

/** Where a browser goes when its person leaves: nowhere once something may have been changed that would outlive its pages. */
interface Loan {
	from: IdleBrowsers | undefined;
}

/** How CodeMirror begins to tell of an exception that it goes on after. */
const CAUGHT_BY_EDITOR =
	/^(?:CodeMirror plugin crashed|scroll handler|(?:doc view )?update listener|what waited for input):/;

/** Somebody with a browser of their own: a process and a profile that nobody else has. */
export class Person {
	#context: BrowserContext | undefined;
	#page: Page | undefined;
	#unwatched: UnwatchedBrowser | undefined;
	#loan: Loan = { from: undefined };
	readonly problems: string[] = [];

	private constructor(
		private readonly browser: BrowserName,
		private readonly profile: string,
		readonly app: string,
		private readonly firefoxPrefs: FirefoxPrefs,
		private readonly prepare?: Prepare,
		private readonly extras: BrowserExtras = {}
	) {}

	/** Starts a browser with an empty profile and opens the app. */
	static async arrive(
		app: string,
		browser: BrowserName = 'chromium',
		firefoxPrefs: FirefoxPrefs = {},
		prepare?: Prepare,
		extras: BrowserExtras = {}
	): Promise<Person> {
		const profile = await mkdtemp(join(tmpdir(), 'perch-e2e-'));
		const person = new Person(browser, profile, extras.app ?? app, firefoxPrefs, prepare, extras);
		await person.startBrowser();
		await person.visit('/');
		return person;
	}

	/** As `arrive`, with a browser that others may have had before, at other origins. */
	static async arriveWith(idleBrowsers: IdleBrowsers, app: string): Promise<Person> {
		const { profile, context } = await idleBrowsers.take();
		const person = new Person('chromium', profile, app, {});
		person.#context = context;
		person.#loan.from = idleBrowsers;
		person.usePage(await context.newPage());
		await person.visit('/');
		return person;
	}

	get page(): Page {
		if (this.#page === undefined) throw new Error('the browser is not running');
		return this.#page;
	}

	/** Whoever takes hold of it may change it for good: nobody else gets this browser then. */
	get context(): BrowserContext {
		this.#loan.from = undefined;
		return this.#running;
	}

	get #running(): BrowserContext {
		if (this.#context === undefined) throw new Error('the browser is not running');
		return this.#context;
	}

	get editor(): Locator {
		return this.page.getByRole('textbox', { name: 'Note', exact: true });
	}

	get status(): Locator {
		return this.page.getByRole('status', { name: 'Sync status' });
	}

	async startBrowser(): Promise<void> {
		const launcher = this.browser === 'chromium' ? chromium : firefox;
		const firefoxUserPrefs = { ...firefoxLaunch.firefoxUserPrefs, ...this.firefoxPrefs };
		const {
			args = [],
			permissions,
			userAgent,
			executablePath,
			unwatched,
			touchScreen,
			isShell,
			installs = true
		} = this.extras;
		const inChromium = isShell === true ? shellLaunch : chromiumLaunch;
		const options = this.browser === 'chromium' ? inChromium : { ...firefoxLaunch, firefoxUserPrefs };
		if (unwatched === true) {
			this.#unwatched = await UnwatchedBrowser.start(this.profile, [...(options.args ?? []), ...args]);
			this.#context = this.#unwatched.context;
		} else
			this.#context = await launcher.launchPersistentContext(this.profile, {
				...options,
				args: [...(options.args ?? []), ...args],
				...(permissions === undefined ? {} : { permissions: [...permissions] }),
				...(userAgent === undefined ? {} : { userAgent }),
				...(touchScreen === undefined ? {} : { hasTouch: true, viewport: { ...touchScreen } }),
				...(executablePath === undefined ? {} : { executablePath }),
				headless: true
			});
		if (!installs) await withoutServiceWorkers(this.#context);
		await this.prepare?.(this.#context);
		this.usePage(this.#context.pages()[0] ?? (await this.#context.newPage()));
	}

	/** The same person at another tab of the same browser. */
	async newTab(): Promise<Person> {
		return this.sameBrowser(await this.newPage());
	}

	/** The same person at another page of the same browser. */
	sameBrowser(page: Page): Person {
		const person = new Person(this.browser, this.profile, this.app, this.firefoxPrefs);
		person.#context = this.#context;
		person.#loan = this.#loan;
		person.usePage(page);
		return person;
	}

	async newPage(): Promise<Page> {
		return await this.#running.newPage();
	}

	/** Makes a page the one that the methods below mean. */
	usePage(page: Page): void {
		this.#page = page;
		page.on('pageerror', ({ message }) => {
			// Firefox tells of a failed connection as of an error of the page; tests stop servers on purpose.
			if (!message.includes('establish a connection')) this.problems.push(message);
		});
		page.on('console', (message) => {
			if (message.type() === 'error' && CAUGHT_BY_EDITOR.test(message.text()))
				this.problems.push(message.text());
		});
	}

	async visit(path: string): Promise<void> {
		await this.page.goto(this.app + path);
		await this.ready();
	}

	/** Waits until the page can be used. */
	async ready(): Promise<void> {
		await this.page.locator('html[data-ready]').waitFor();
	}

	/** Waits until the service worker has everything that the app needs without the server. */
	async installed(): Promise<void> {
		await this.page.evaluate(async () => {
			await navigator.serviceWorker.ready;
		});
	}

	async createNote(title = ''): Promise<void> {
		await this.page.getByRole('button', { name: 'New note' }).first().click();
		await this.editor.waitFor();
		if (title !== '') await this.page.getByRole('textbox', { name: 'Title' }).fill(title);
	}

	/** Tells the others this name from now on, and goes to the library. */
	async goBy(name: string): Promise<void> {
		await this.visit('/settings');
		await this.page.getByRole('textbox', { name: 'Your name' }).fill(name);
		await this.page.getByRole('textbox', { name: 'Your name' }).press('Tab');
		await this.visit('/');
	}

	/** The link that gives a right, as the Share dialog does. The dialog is closed again. */
	async shareLink(right: 'edit' | 'view' = 'edit'): Promise<string> {
		await this.page.getByRole('button', { name: 'Share' }).click();
		const dialog = this.page.getByRole('dialog', { name: 'Share' });
		await dialog.getByRole('radio', { name: right === 'edit' ? 'Can edit' : 'Can view' }).check();
		const field = dialog.getByRole('textbox', { name: 'Invite link' });
		await expect(field).toHaveValue(/#.{20,}/);
		const link = await field.inputValue();
		await this.page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'hidden' });
		return link;
	}

	/** The note's whole text, also the lines that the editor does not draw because they are out of sight. */
	async text(): Promise<string> {
		const view = await editorView(this);
		const text = await view.evaluate(({ state }) => state.doc.toString());
		await view.dispose();
		return text;
	}

	/** Speaks to the page as its developer tools do. Chromium only. */
	async devTools(): Promise<CDPSession> {
		return await this.#running.newCDPSession(this.page);
	}

	/** Puts the caret at the start or the end of the text. */
	async caretTo(place: 'start' | 'end'): Promise<void> {
		await this.editor.focus();
		await this.page.keyboard.press(place === 'start' ? 'Control+Home' : 'Control+End');
	}

	async type(text: string, delay = 0): Promise<void> {
		await this.editor.focus();
		await this.page.keyboard.type(text, { delay });
	}

	/** Kills every process of the browser at once, as a crash does. Chromium only. */
	async kill(): Promise<void> {
		this.#loan.from = undefined;
		this.#signal('SIGKILL');
		await this.#context?.close().catch(() => undefined);
		this.#context = this.#page = undefined;
	}

	/** Stops every process of the browser where it stands, as a phone in a pocket does: nothing is told to anybody. */
	sleep(): void {
		this.#loan.from = undefined;
		this.#signal('SIGSTOP');
	}

	/** Lets the browser go on, and tells the page that it is looked at again. */
	async wake(): Promise<void> {
		this.#signal('SIGCONT');
		await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	}

	#signal(signal: NodeJS.Signals): void {
		// Not every process of a browser names its profile.
		const own = processesOf((command) => command.includes(this.profile));
		for (const pid of own) signalled(Number(pid), signal);
	}

	/** Ends the browser and the profile with it, or gives them back. */
	async leave(): Promise<void> {
		const [idleBrowsers, context] = [this.#loan.from, this.#context];
		if (idleBrowsers !== undefined && context !== undefined) {
			this.#context = this.#page = this.#loan.from = undefined;
			await idleBrowsers.giveBack({ profile: this.profile, context }, new URL(this.app).origin);
			return;
		}
		await this.#unwatched?.stop();
		await this.#context?.close();
		this.#context = this.#page = this.#unwatched = undefined;
		await rm(this.profile, { recursive: true, force: true });
	}
}

/** The CodeMirror view behind a person's editor. CodeMirror keeps it at its content element. */
export async function editorView(person: Person): Promise<JSHandle<EditorView>> {
	const handle = await person.editor.evaluateHandle((content) => {
		const { cmTile } = content as unknown as { cmTile: { root: { view: EditorView } } };
		return cmTile.root.view;
	});
	return handle;
}

function signalled(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		// It ended with its parent.
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}

/** How long people may take to agree on a text, in milliseconds, a relay's restart and its retries included. */
const AGREEMENT_TIMEOUT_MS = 45_000;

/** Waits until all have the same text, and gives it. */
export async function agreedText(...people: readonly Person[]): Promise<string> {
	let texts: string[] = [];
	await expect(async () => {
		texts = await Promise.all(people.map((person) => person.text()));
		expect(new Set(texts).size).toBe(1);
	}).toPass({ timeout: AGREEMENT_TIMEOUT_MS });
	return texts[0] ?? '';
}
