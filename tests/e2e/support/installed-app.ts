import type { CDPSession, Page } from '@playwright/test';
import type { Person } from './person.js';
import type { PlainHost } from './plain-host.js';

/** How long it is waited for a window that may not come, in milliseconds. */
const WINDOW_PATIENCE_MS = 60_000;

/** The app as a person has installed it, in Chromium: the browser itself installs and launches it. */
export class InstalledApp {
	private constructor(
		private readonly person: Person,
		private readonly session: CDPSession,
		private readonly manifestId: string
	) {}

	static async install(person: Person): Promise<InstalledApp> {
		await person.installed();
		// A page that came before its service worker is not under its control.
		await person.page.reload();
		await person.ready();
		const session = await person.context.newCDPSession(person.page);
		const manifestId = `${person.app}/`;
		await session.send('PWA.install', { manifestId, installUrlOrBundleUrl: manifestId });
		// As people who install it have it: in a window of its own, and not in a tab.
		await session.send('PWA.changeAppUserSettings', { manifestId, displayMode: 'standalone' });
		return new InstalledApp(person, session, manifestId);
	}

	/** Launches it as the system does, from its icon or, with a path, from one of its shortcuts. */
	async launch(path?: string): Promise<void> {
		const { manifestId } = this;
		await this.session.send('PWA.launch', {
			manifestId,
			...(path === undefined ? {} : { url: this.person.app + path })
		});
	}

	/** Launches it in a window of its own. */
	async launchWindow(path?: string): Promise<Person> {
		const [page] = await Promise.all([this.#nextWindow(), this.launch(path)]);
		return this.person.sameBrowser(page);
	}

	/** Opens files with it, as from the system's list of files, in a window of its own. */
	async launchFilesWindow(files: readonly string[]): Promise<Person> {
		const [page] = await Promise.all([this.#nextWindow(), this.launchFiles(files)]);
		return this.person.sameBrowser(page);
	}

	/** Opens files with it. */
	async launchFiles(files: readonly string[]): Promise<void> {
		await this.session.send('PWA.launchFilesInApp', { manifestId: this.manifestId, files: [...files] });
	}

	#nextWindow(): Promise<Page> {
		return this.person.context.waitForEvent('page', { timeout: WINDOW_PATIENCE_MS });
	}
}

/**
 * Posts what the system posts where another app shares something: headless Chromium has no list of apps to share with. It goes out from a
 * page of another origin, as any page of the web could send it; pages of the app send no forms at all.
 */
export async function share(
	{ page, app }: Person,
	outside: PlainHost,
	parts: Readonly<Record<string, string>>,
	file?: { readonly name: string; readonly type: string; readonly text: string }
): Promise<void> {
	await page.goto(outside.url);
	await page.evaluate(
		([app, parts, file]) => {
			const form = document.createElement('form');
			form.method = 'POST';
			form.action = `${app}/open/`;
			form.enctype = 'multipart/form-data';
			for (const [name, value] of Object.entries(parts)) {
				const field = document.createElement('textarea');
				field.name = name;
				field.value = value;
				form.append(field);
			}
			if (file !== undefined) {
				const field = document.createElement('input');
				field.type = 'file';
				field.name = 'files';
				const chosen = new DataTransfer();
				chosen.items.add(new File([file.text], file.name, { type: file.type }));
				field.files = chosen.files;
				form.append(field);
			}
			form.hidden = true;
			document.body.append(form);
			form.submit();
		},
		[app, parts, file] as const
	);
}
