import { expect, it, vi } from 'vitest';
import { answerLaunches, type LaunchingWindow } from '$lib/ui/launches.js';
import { eventually } from '../support/eventually.js';

const APP = 'https://perch.example/notes/';
type Consumer = Parameters<NonNullable<LaunchingWindow['launchQueue']>['setConsumer']>[0];

/** A window of the app that was loaded from this address, and how it is launched. */
function windowAt(path: string) {
	let consumer: Consumer = () => undefined;
	const listener = { awaitFiles: vi.fn(), openFiles: vi.fn(), show: vi.fn(), load: vi.fn() };
	answerLaunches(
		{ launchQueue: { setConsumer: (given) => (consumer = given) } },
		{ root: '/notes/', loadedFrom: APP + path },
		listener
	);
	const launch = (path: string, files: { getFile(): Promise<File> }[] = []) =>
		consumer({ targetURL: APP + path, files });
	return { listener, launch };
}

it('the launch that opened the window leads nowhere once more', () => {
	const { listener, launch } = windowAt('new/');
	launch('new/');
	expect(listener.show).not.toHaveBeenCalled();
	launch('new/');
	expect(listener.show).toHaveBeenCalledExactlyOnceWith('/notes/new/');
});

it('the app itself leaves open what is open; its pages are shown, and an invite is loaded', () => {
	const { listener, launch } = windowAt('');
	launch('');
	launch('');
	expect(listener.show).not.toHaveBeenCalled();
	launch('join?scan');
	expect(listener.load).toHaveBeenCalledExactlyOnceWith(`${APP}join?scan`);
	launch('note/#abc');
	expect(listener.show).toHaveBeenCalledExactlyOnceWith('/notes/note/#abc');
});

it('files are handed on, also with the launch that opened the window; one that cannot be read keeps none back', async () => {
	const { listener, launch } = windowAt('open/');
	const file = new File(['text'], 'a.md');
	launch('open/', [
		{ getFile: () => Promise.resolve(file) },
		{ getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }
	]);
	await eventually(() => expect(listener.openFiles).toHaveBeenCalledExactlyOnceWith([file], 1));
	expect(listener.show).not.toHaveBeenCalled();
});

it('that files come is told before they are read, which may take long', () => {
	const { listener, launch } = windowAt('open/');
	launch('open/', [{ getFile: () => new Promise(() => undefined) }]);
	expect(listener.awaitFiles).toHaveBeenCalledOnce();
	expect(listener.openFiles).not.toHaveBeenCalled();
});

it('a browser that installs no apps is left alone', () => {
	const listener = { awaitFiles: vi.fn(), openFiles: vi.fn(), show: vi.fn(), load: vi.fn() };
	expect(() => answerLaunches({}, { root: '/', loadedFrom: APP }, listener)).not.toThrow();
});
