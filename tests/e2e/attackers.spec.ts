import { PROTOCOL_VERSION } from '../../src/lib/protocol/limits.js';
import { decodeMessage } from '../../src/lib/protocol/message-codec.js';
import { expect, join, personId, test } from './support/attack.js';
import { ManInTheMiddle } from './support/man-in-the-middle.js';
import { claimantOf, LIAR_ABOUT_WHAT_IS_STORED, VIEWER_THAT_WRITES } from './support/patched-app.js';
import { agreedText } from './support/person.js';
import { MemberSignals } from './support/signalling.js';

/** The type of the message in a frame. A hello's frame has one byte before it, another of a whole message two. */
function typeOf(frame: Uint8Array): string {
	const [kind] = frame;
	return kind === 0 || kind === 1
		? decodeMessage(frame.subarray(kind + 1), PROTOCOL_VERSION).message.type
		: 'cut';
}

const SECRET = 'the keys are under the flower pot';

test(
	'a relay that garbles what it passes on, or a member that swaps fingerprints there, keeps two apart, and no more',
	{ tag: '@long-only' },
	async ({ relay, arriveAt }) => {
		const [a, b] = [await arriveAt(relay.url, 'Ada'), await arriveAt(relay.url, 'Bo')];
		await a.person.createNote();
		await a.person.type(SECRET);
		relay.tamper = ({ cipher }) => {
			const at = cipher.length - 8;
			return cipher.slice(0, at) + (cipher[at] === 'A' ? 'B' : 'A') + cipher.slice(at + 1);
		};
		const link = await a.person.shareLink();
		await join(b, link);
		await expect.poll(() => relay.tampered.includes('offer')).toBe(true);
		await expect(a.person.status).toHaveText('Saved on this device. Nobody else is here.');
		await expect(b.person.status).toHaveText('Waiting for content… Nobody else is here.');
		expect([...a.watch.connections, ...b.watch.connections]).not.toContain('connected');

		// Somebody who holds a view invite can read and write what the relay cannot.
		const signals = await MemberSignals.of(await a.person.shareLink('view'));
		relay.tamper = async ({ cipher }) => {
			const sdp = await signals.read(cipher);
			const swapped = sdp.replace(/(?<=a=fingerprint:sha-256 )./, (digit) => (digit === '0' ? '1' : '0'));
			return await signals.write(swapped);
		};
		await Promise.all([a.person.page.reload(), b.person.page.reload()]);
		await expect.poll(() => [...a.watch.connections, ...b.watch.connections]).toContain('failed');
		await expect(a.person.status).toHaveText('Saved on this device. Nobody else is here.');
		await expect(b.person.status).toHaveText('Waiting for content… Nobody else is here.');
		expect([a.watch.wasSynced, b.watch.wasSynced]).toEqual([false, false]);

		relay.tamper = undefined;
		await Promise.all([a.person.page.reload(), b.person.page.reload()]);
		await b.person.editor.waitFor();
		expect(await agreedText(a.person, b.person)).toBe(SECRET);
		expect([...a.watch.dropped, ...b.watch.dropped]).toEqual([]);
	}
);

test(
	'a member in the middle between two others, with the relay in its hand, gets nothing out of them',
	{ tag: '@long-only' },
	async ({ relay, arriveAt }) => {
		const [a, b] = [await arriveAt(relay.url, 'Ada'), await arriveAt(relay.url, 'Bo')];
		const mallory = await arriveAt(relay.url, 'Mallory');
		await a.person.createNote('Where they are');
		await a.person.type(SECRET);
		const signals = await MemberSignals.of(await a.person.shareLink('view'));
		const middle = await ManInTheMiddle.at(mallory.person.page, signals);
		relay.tamper = middle.tamper;
		await join(b, await a.person.shareLink());
		await expect.poll(() => [...a.watch.dropped, ...b.watch.dropped]).toContain('stranger');
		await expect(a.person.status).toHaveText('Saved on this device. Nobody else is here.');
		await expect(b.person.status).toHaveText('Waiting for content… Nobody else is here.');
		// It did stand between the two, and passed on all that they said.
		expect([a.watch.wasSynced, b.watch.wasSynced]).toEqual([false, false]);
		const { opened, frames } = await middle.overheard();
		expect(opened).toBeGreaterThanOrEqual(2);
		const said = frames.map((frame) => typeOf(Buffer.from(frame, 'base64')));
		expect(said).toContain('proof');
		expect(said.filter((type) => type !== 'hello' && type !== 'proof' && type !== 'alive')).toEqual([]);

		relay.tamper = undefined;
		await middle.end();
		await b.person.editor.waitFor();
		expect(await agreedText(a.person, b.person)).toBe(SECRET);
		await expect(a.person.status).toHaveText('Synced with Bo');
		expect(a.watch.wasSynced).toBe(true);
	}
);

test('a viewer with a patched app changes nobody else’s text or title, and is dropped each time that it tries', async ({
	server,
	serve,
	arriveAt
}) => {
	const [a, b] = [await arriveAt(server.url, 'Ada'), await arriveAt(server.url, 'Bo')];
	const app = await serve(...VIEWER_THAT_WRITES);
	const mallory = await arriveAt(app.url, 'Mallory');
	await a.person.createNote('Harvest');
	await a.person.type('pears');
	await join(b, await a.person.shareLink());
	await join(mallory, await a.person.shareLink('view'));
	expect(await agreedText(a.person, b.person, mallory.person)).toBe('pears');
	await expect(a.person.status).toHaveText('Synced with Bo and Mallory');

	await mallory.person.caretTo('end');
	await mallory.person.type(' are poison');
	await mallory.person.page.getByRole('textbox', { name: 'Title' }).fill('Forged');
	expect(await mallory.person.text()).toBe('pears are poison');
	for (const { watch } of [a, b]) await expect.poll(() => watch.dropped).toEqual(['not-allowed']);
	await a.person.caretTo('end');
	await a.person.type(' and quinces');
	expect(await agreedText(a.person, b.person)).toBe('pears and quinces');
	await expect(a.person.status).toHaveText('Synced with Bo');
	await expect(b.person.status).toHaveText('Synced with Ada');

	// What its disk holds by now is sent when it comes back.
	await mallory.person.page.reload();
	for (const { watch } of [a, b]) {
		await expect.poll(() => watch.dropped).toEqual(['not-allowed', 'not-allowed']);
	}
	for (const { person } of [a, b]) {
		await person.page.reload();
		await person.ready();
		expect(await person.text()).toBe('pears and quinces');
		await expect(person.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Harvest');
	}
});

test(
	'a viewer that says that it is a writer stays another one: in who is here, in carets, and in who has a copy',
	{ tag: '@long-only' },
	async ({ server, serve, arriveAt }) => {
		const [a, b] = [await arriveAt(server.url, 'Ada'), await arriveAt(server.url, 'Bo')];
		const app = await serve(claimantOf(await personId(b.person)), LIAR_ABOUT_WHAT_IS_STORED);
		const mallory = await arriveAt(app.url, 'Mallory');
		await a.person.createNote();
		await a.person.type('one two ');
		await join(b, await a.person.shareLink());
		await join(mallory, await a.person.shareLink('view'));
		expect(await agreedText(a.person, b.person, mallory.person)).toBe('one two ');
		await b.person.caretTo('end');
		await mallory.person.caretTo('start');

		const here = a.person.page.getByRole('list', { name: 'People' }).getByRole('listitem');
		const carets = a.person.page.locator('.pc-caret');
		await expect
			.poll(async () => (await here.allInnerTexts()).map((name) => name.trim()).sort())
			.toEqual(['Ada (you)', 'Bo', 'Mallory']);
		await expect.poll(async () => (await carets.allTextContents()).sort()).toEqual(['Bo', 'Mallory']);
		await b.person.type('three ');
		expect(await agreedText(a.person, b.person)).toBe('one two three ');
		await mallory.person.visit('/');
		await expect(here).toHaveText([/Ada/, /Bo/]);
		await expect(carets).toHaveText(['Bo']);

		// Now by the same name, and while the one that it claims to be is away.
		await expect(a.person.status).toHaveText('Synced with Bo');
		await b.person.visit('/');
		await expect(a.person.status).toHaveText(/Nobody else is here\.$/);
		await a.person.caretTo('end');
		await a.person.type('four');
		await mallory.person.goBy('Bo');
		await join(mallory, await a.person.shareLink('view'));
		await expect(a.person.status).toHaveText('Synced with Bo');
		await a.person.page.getByRole('button', { name: 'Show the whole status' }).click();
		const copies = a.person.page.getByRole('list', { name: 'On other devices' }).getByRole('listitem');
		await expect(copies).toHaveText([/^Bo, can view\s+Has everything/, /^Bo\s+Not up to date/]);
		expect([...a.watch.dropped, ...b.watch.dropped]).toEqual([]);
	}
);
