/** What the browser tells of a start of the installed app, as far as it is used here (Launch Handler API). */
interface LaunchParams {
	readonly targetURL?: string | null;
	readonly files?: readonly { getFile(): Promise<File> }[];
}

/** The part of a window that hands out launches; browsers that install no apps have none. */
export interface LaunchingWindow {
	readonly launchQueue?: { setConsumer(consumer: (launch: LaunchParams) => void): void };
}

/** What is done with a launch. */
export interface LaunchListener {
	/** Files are to be opened, and are being read: a device may take long for that, as where they lie in a cloud. */
	awaitFiles(): void;
	/** Files are to be opened; those that the device did not give up are left out and counted. */
	openFiles(files: readonly File[], unreadable: number): void;
	/** A page of the app is to be shown, without loading anything anew. */
	show(path: string): void;
	/** A page has to be loaded: its address holds what is taken out of it before anything starts. */
	load(url: string): void;
}

/** Where the app and the page stand. */
export interface LaunchPlace {
	/** The path of the library, with a slash at the end. */
	readonly root: string;
	/** The address that the page was loaded from: a launch that opened this window is known by it. */
	readonly loadedFrom: string;
}

/**
 * Hands on each launch of the app that this window is to answer. A window that is launched is not led anywhere by the browser
 * (`launch_handler`): what is open in it stays so, unless something else was asked for than the app itself.
 */
export function answerLaunches(page: LaunchingWindow, place: LaunchPlace, listener: LaunchListener): void {
	let isFirst = true;
	page.launchQueue?.setConsumer(({ targetURL, files = [] }) => {
		const opened = isFirst && targetURL != null && samePage(targetURL, place.loadedFrom);
		isFirst = false;
		if (files.length > 0) void readFiles(files, listener);
		else if (!opened && targetURL != null) follow(new URL(targetURL), place, listener);
	});
}

async function readFiles(
	handles: readonly { getFile(): Promise<File> }[],
	listener: LaunchListener
): Promise<void> {
	listener.awaitFiles();
	const read = await Promise.allSettled(handles.map((handle) => handle.getFile()));
	const files = read.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
	listener.openFiles(files, read.length - files.length);
}

function follow(target: URL, { root }: LaunchPlace, listener: LaunchListener): void {
	const path = withSlash(target.pathname);
	// The app itself was asked for: it is here.
	if (path === root) return;
	if (path === `${root}join/`) listener.load(target.href);
	else listener.show(path + target.search + target.hash);
}

function samePage(one: string, other: string): boolean {
	const [a, b] = [new URL(one), new URL(other)];
	return withSlash(a.pathname) === withSlash(b.pathname) && a.search === b.search;
}

function withSlash(path: string): string {
	return path.endsWith('/') ? path : `${path}/`;
}
