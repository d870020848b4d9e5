import { expect, it } from 'vitest';
import { callerOf } from '$lib/transport/call.js';

it('P31: a call names its peer', () => {
	expect(callerOf('{"peerId":"abc"}')).toBe('abc');
});

it('P31: offers, answers and candidates are no calls, and neither is anything else', () => {
	for (const kind of ['offer', 'answer', 'candidate']) {
		expect(callerOf(JSON.stringify({ peerId: 'abc', [kind]: 'x' }))).toBeUndefined();
	}
	for (const other of ['', '{', 'null', '[]', '1', '{}', '{"peerId":1}'])
		expect(callerOf(other)).toBeUndefined();
	expect(callerOf(JSON.stringify({ peerId: 'abc', padding: 'x'.repeat(1_000) }))).toBeUndefined();
});
