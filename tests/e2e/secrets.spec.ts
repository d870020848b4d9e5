import { findSecrets, secretText, type Secret } from '../support/secret-forms.js';
import { expect, test as base } from './support/fixtures.js';
import { secretsOf } from './support/invite-secrets.js';
import { agreedText, Person } from './support/person.js';
import { RecordingProxy } from './support/recording-proxy.js';
import { Traces, type Places } from './support/traces.js';

interface Traced {
	readonly person: Person;
	readonly traces: Traces;
}

const test = base.extend<{
	/** What people of this test reach instead of the server itself. */
	readonly recorder: RecordingProxy;
	/** Starts a browser whose traces are kept. */
	readonly arriveTraced: () => Promise<Traced>;
}>({
	recorder: async ({ server }, use) => {
		const recorder = await RecordingProxy.before(server);
		await use(recorder);
		await recorder.stop();
	},
	arriveTraced: async ({ recorder }, use) => {
		const people: Person[] = [];
		await use(async () => {
			const traces = new Traces();
			const person = await Person.arrive(recorder.url, 'chromium', {}, traces.prepare);
			people.push(person);
			return { person, traces };
		});
		await Promise.all(people.map((person) => person.leave()));
		base.expect(people.flatMap(({ problems }) => problems)).toEqual([]);
	}
});

const TITLE = 'Quittengelee für Åse';
const TEXT = 'Zimt & Sternanis, „zu gleichen Teilen“';
const ANSWER = 'Nelken auch? Höchstens drei.';
const NAMES = ['Ada Zaunkönig', 'Béla Goldammer'] as const;

function fragmentOf(address: string): string {
	return address.slice(address.indexOf('#') + 1);
}

interface Invited {
	readonly link: string;
	readonly noteId: string;
}

/** The invite to edit the note that this page shows. */
async function inviteOf(person: Person): Promise<Invited> {
	return { link: await person.shareLink(), noteId: fragmentOf(person.page.url()) };
}

/** Moves the note to a new invite, which only this other person gets. */
async function startOver(a: Person, b: Person, name: string): Promise<void> {
	const before = fragmentOf(a.page.url());
	await a.page.getByRole('button', { name: 'Share' }).click();
	const dialog = a.page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'New invite' }).click();
	await dialog.getByRole('checkbox', { name }).check();
	await dialog.getByRole('button', { name: 'Start over with 1 person' }).click();
	await expect.poll(() => fragmentOf(a.page.url())).not.toBe(before);
	await expect.poll(() => fragmentOf(b.page.url())).toBe(fragmentOf(a.page.url()));
}

/**
 * One writes and invites, the other reads along, may then edit and answers, both move to a new invite, and the other comes back with a
 * new process. Gives both invites.
 */
async function wholeRun(a: Person, b: Person): Promise<readonly Invited[]> {
	await a.goBy(NAMES[0]);
	await b.goBy(NAMES[1]);
	await a.createNote(TITLE);
	await a.editor.focus();
	await a.page.keyboard.insertText(TEXT);
	await b.page.goto(await a.shareLink('view'));
	await expect(b.status).toContainText(`View only. Synced with ${NAMES[0]}`);
	const first = await inviteOf(a);
	await b.page.goto(first.link);
	await expect(b.status).toHaveText(`Synced with ${NAMES[0]}`);
	await b.caretTo('end');
	await b.page.keyboard.insertText(ANSWER);
	expect(await agreedText(a, b)).toBe(TEXT + ANSWER);
	await startOver(a, b, NAMES[1]);
	await expect(b.status).toContainText(NAMES[0]);
	await b.installed();
	const address = b.page.url();
	await b.kill();
	await b.startBrowser();
	await b.page.goto(address);
	await b.editor.waitFor();
	await expect(b.status).toContainText(NAMES[0]);
	return [first, await inviteOf(a)];
}

/** Puts the seed into every place of a browser and sends it to the server and the relay, each time in another form. */
async function plant({ page }: Person, seed: Buffer): Promise<void> {
	await page.evaluate(async (hex) => {
		const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
		const raw = String.fromCharCode(...bytes);
		const base64 = btoa(raw);
		console.warn(`[${bytes.join(', ')}]`);
		document.title = base64;
		history.replaceState(history.state, '', `#${hex}`);
		localStorage.setItem('planted', raw);
		sessionStorage.setItem('planted', base64.replaceAll('+', '-').replaceAll('/', '_'));
		document.cookie = `planted=${hex.toUpperCase()}`;
		await (await caches.open('planted')).put('/planted', new Response(bytes));
		await fetch(`/planted?${encodeURIComponent(base64)}`);
		const relay = new WebSocket(`ws://${location.host}/relay`);
		await new Promise((resolve) => (relay.onopen = resolve));
		relay.send(JSON.stringify({ planted: base64 }));
		await new Promise((resolve) => (relay.onmessage = resolve));
	}, seed.toString('hex'));
}

/** What was found, and where. */
function found(secrets: readonly Secret[], places: Places): string[] {
	return [...places].flatMap(([place, content]) =>
		findSecrets(secrets, content).map((secret) => `${place}: ${secret}`)
	);
}

test('no secret stays behind in a browser, at the server or at the relay, and the relay learns no text', async ({
	server,
	recorder,
	arriveTraced
}) => {
	const a = await arriveTraced();
	const b = await arriveTraced();
	const logs = (): Places =>
		new Map([
			['requests', Buffer.concat(recorder.requests)],
			['relay', Buffer.concat(recorder.relayed)]
		]);
	const invites = await wholeRun(a.person, b.person);
	const derived = await Promise.all(invites.map(({ link }) => secretsOf(fragmentOf(link))));
	expect(derived.map(({ noteId }) => noteId)).toEqual(invites.map(({ noteId }) => noteId));
	const secrets = derived.flatMap((each) => each.secrets);

	expect(found(secrets, await a.traces.of(a.person))).toEqual([]);
	expect(found(secrets, await b.traces.of(b.person))).toEqual([]);
	const words = [TITLE, TEXT, ANSWER, ...NAMES].map((text) => secretText(text, text));
	expect(found([...secrets, ...words], logs())).toEqual([]);
	const output = new Map([['output of the server', Buffer.concat(server.output)]]);
	expect(found([...secrets, ...words], output)).toEqual([]);

	// The logs are those of this run, and what is in a place is found there.
	const [, subscription, filter] = JSON.parse(String(recorder.relayed[0])) as [
		string,
		string,
		{ kinds: number[] }
	];
	expect(subscription).toMatch(/^perch-/);
	const relayed = recorder.relayed.map(
		(message) => JSON.parse(String(message)) as [string, { kind?: number }]
	);
	expect(relayed.some(([type, event]) => type === 'EVENT' && event.kind === filter.kinds[0])).toBe(true);
	expect(String(server.output[0])).toContain('Perch is at');
	await plant(b.person, derived[0]?.seed ?? Buffer.alloc(0));
	const planted = new Map([...(await b.traces.of(b.person)), ...logs()]);
	const places = new Set(found(secrets, planted).map((line) => line.slice(0, line.indexOf(':'))));
	planted.delete('referrer');
	expect([...places].sort()).toEqual([...planted.keys()].sort());
});

test('an invite is out of the address bar before the app starts, and outlives a reload before it is stored', async ({
	recorder,
	arriveTraced
}) => {
	const { person: a } = await arriveTraced();
	await a.createNote('Late');
	await a.type('worth the wait');
	const link = await a.shareLink();
	const { person: b, traces } = await arriveTraced();
	// A start that takes for ever, as of a phone that is still loading.
	await b.context.addInitScript(() => {
		if (sessionStorage.getItem('quick') !== null) return;
		const never = () => new Promise<never>(() => undefined);
		Object.assign(WebAssembly, { instantiate: never, instantiateStreaming: never });
	});
	await b.page.goto(link);
	await b.ready();
	expect(b.page.url()).toBe(`${recorder.url}/join/`);
	const secrets = [secretText('invite', fragmentOf(link))];
	const written = new Map([...(await traces.of(b))].filter(([place]) => place !== 'sessionStorage'));
	expect(written.get('addresses')?.toString()).toContain(`${recorder.url}/join`);
	expect(found(secrets, written)).toEqual([]);

	await b.page.evaluate(() => sessionStorage.setItem('quick', ''));
	await b.page.reload();
	await b.editor.waitFor();
	expect(await b.text()).toBe('worth the wait');
	expect(found(secrets, await traces.of(b))).toEqual([]);
});
