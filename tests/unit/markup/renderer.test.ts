import { expect, it } from 'vitest';
import { asWritten } from '$lib/markup/as-written.js';
import { MAX_SLICED_LENGTH, RENDER_ALL_MS, RENDER_MS, START_MS } from '$lib/markup/limits.js';
import { Renderer } from '$lib/markup/renderer.js';
import { DONE, READY, type RenderAnswer, type RenderQuestion } from '$lib/markup/render-messages.js';
import { renderedTree } from '$lib/markup/tree.js';
import type { WorkerPort } from '$lib/util/worker-port.js';
import { ManualClock } from '../sync/manual-clock.js';

class HeldWorker implements WorkerPort {
	onmessage: WorkerPort['onmessage'] = null;
	onerror: WorkerPort['onerror'] = null;
	readonly asked: RenderQuestion[] = [];
	isEnded = false;

	postMessage(question: RenderQuestion): void {
		this.asked.push(question);
	}

	tell(data: RenderAnswer | typeof READY | typeof DONE): void {
		this.onmessage?.({ data } as MessageEvent);
	}

	fail(): void {
		this.onerror?.({ message: 'no such file' } as ErrorEvent);
	}

	terminate(): void {
		this.isEnded = true;
	}
}

function renderer() {
	const clock = new ManualClock();
	const workers: HeldWorker[] = [];
	const startWorker = () => {
		const worker = new HeldWorker();
		workers.push(worker);
		return worker;
	};
	return { clock, workers, renderer: new Renderer({ startWorker, clock }) };
}

const AS_WRITTEN = '<pre class="as-written" dir="auto">*a* &#x3C;b></pre>';

it('what the worker makes of a text is given, and the worker ended', async () => {
	const { renderer: one, workers } = renderer();
	const html = one.html('*a*');
	expect(workers[0]?.asked).toEqual([{ form: 'html', markdown: '*a*' }]);
	workers[0]?.tell(READY);
	workers[0]?.tell({ html: '<em>a' });
	workers[0]?.tell({ html: '</em>' });
	workers[0]?.tell(DONE);
	expect(await html).toEqual({ content: '<em>a</em>', isAsWritten: false });
	expect(workers[0]?.isEnded).toBe(true);
});

it('a text that takes too long is given as it is written, and its worker ended in the midst of it', async () => {
	const { renderer: one, workers, clock } = renderer();
	const html = one.html('*a* <b>');
	workers[0]?.tell(READY);
	clock.advance(RENDER_MS - 1);
	expect(workers[0]?.isEnded).toBe(false);
	clock.advance(1);
	expect(workers[0]?.isEnded).toBe(true);
	expect(await html).toEqual({ content: AS_WRITTEN, isAsWritten: true });

	const file = one.document('*a* <b>', 'Title');
	workers[1]?.tell(READY);
	clock.advance(RENDER_MS);
	const { content, isAsWritten } = await file;
	expect(isAsWritten).toBe(true);
	expect(content).toContain('<title>Title</title>');
	expect(content).toContain(AS_WRITTEN);

	const sheet = one.sheet('*a* <b>');
	workers[2]?.tell(READY);
	clock.advance(RENDER_MS);
	expect(await sheet).toBeUndefined();
	// Nothing is left that would run later.
	clock.advance(START_MS + RENDER_MS);
});

it('a long text has time for each of its parts, and for all of them together', async () => {
	const { renderer: one, workers, clock } = renderer();
	const sheet = one.sheet('a\n\nb');
	workers[0]?.tell(READY);
	for (const value of ['a', 'b']) {
		clock.advance(RENDER_MS - 1);
		workers[0]?.tell({ sheet: { type: 'root', children: [{ type: 'text', value }] } });
	}
	clock.advance(RENDER_MS - 1);
	workers[0]?.tell(DONE);
	const children = ['a', 'b'].map((value) => ({ type: 'text', value }));
	expect(await sheet).toEqual({ type: 'root', children });

	const endless = one.sheet('a\n\nb');
	workers[1]?.tell(READY);
	for (let passed = 0; passed < RENDER_ALL_MS; passed += RENDER_MS / 2) {
		workers[1]?.tell({ sheet: { type: 'root', children: [] } });
		clock.advance(RENDER_MS / 2);
	}
	expect(workers[1]?.isEnded).toBe(true);
	expect(await endless).toBeUndefined();
});

it('the time to load the worker is not the text’s', async () => {
	const { renderer: one, workers, clock } = renderer();
	const html = one.html('*a*');
	clock.advance(START_MS - 1);
	workers[0]?.tell(READY);
	clock.advance(RENDER_MS - 1);
	workers[0]?.tell({ html: 'late' });
	workers[0]?.tell(DONE);
	expect(await html).toEqual({ content: 'late', isAsWritten: false });
	const never = one.html('*a* <b>');
	clock.advance(START_MS);
	expect(await never).toEqual({ content: AS_WRITTEN, isAsWritten: true });
});

it('a text is given as it is written where the worker fails, gives up, or need not be asked', async () => {
	const { renderer: one, workers } = renderer();
	const html = one.html('*a* <b>');
	workers[0]?.fail();
	expect(await html).toEqual({ content: AS_WRITTEN, isAsWritten: true });
	const other = one.html('*a* <b>');
	workers[1]?.tell(undefined);
	expect((await other).isAsWritten).toBe(true);
	expect((await one.html('a'.repeat(MAX_SLICED_LENGTH + 1))).isAsWritten).toBe(true);
	expect(workers).toHaveLength(2);
});

it.each([
	['is too long', '*a* '.repeat(130_000)],
	[
		'would have more cells than anybody reads',
		`${'|a'.repeat(2_000)}\n${'|-'.repeat(2_000)}\n${'|\n'.repeat(2_000)}`
	],
	['repeats an address', `[a]: /${'b'.repeat(100_000)}\n\n${'[a] '.repeat(1_000)}`],
	['is nested too deep', `${'> '.repeat(1_000)}a`]
])('a text that %s stays as it is written', (_what, markdown) => {
	expect(renderedTree(markdown)).toBeUndefined();
});

it('texts that are long, wide and deep as people write them are rendered', () => {
	const table = `${'|a'.repeat(20)}|\n${'|-'.repeat(20)}|\n${`${'|a'.repeat(20)}|\n`.repeat(200)}`;
	const links = `[a]: https://a.example/${'b'.repeat(200)}\n\n${'[a] '.repeat(500)}`;
	for (const markdown of [table, links, `${'> '.repeat(20)}a`]) expect(renderedTree(markdown)).toBeDefined();
	expect(asWritten('a').children).toHaveLength(1);
});
