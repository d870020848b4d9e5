import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../server/settings.js';

test('nothing set means port 4173 of this machine only, at the root', () => {
	expect(readSettings({})).toEqual({
		port: 4173,
		host: 'localhost',
		base: '',
		iceServers: [],
		isBehindProxy: false
	});
});

test('an empty setting counts as not set', () => {
	expect(
		readSettings({ PORT: '', HOST: ' ', BASE_PATH: '', PERCH_ICE_SERVERS: '', PERCH_TRUST_PROXY: '' })
	).toEqual(readSettings({}));
});

test('what is set is taken', () => {
	const iceServers = [
		{ urls: 'stun:stun.example:3478' },
		{ urls: ['turn:a.example', 'turns:b.example'], username: 'u', credential: 'c' }
	];
	expect(
		readSettings({
			PORT: '0',
			HOST: '0.0.0.0',
			BASE_PATH: '/apps/perch',
			PERCH_ICE_SERVERS: JSON.stringify(iceServers),
			PERCH_TRUST_PROXY: '1'
		})
	).toEqual({ port: 0, host: '0.0.0.0', base: '/apps/perch', iceServers, isBehindProxy: true });
});

test.each(['abc', '-1', '65536', '80.5', '0x50', '1e3'])('PORT=%s is refused by name', (port) => {
	expect(() => readSettings({ PORT: port })).toThrow(
		`PORT is "${port}", but it must be a whole number from 0 to 65535.`
	);
});

test.each(['perch', '/perch/', '/', '/a//b', '/a b'])('BASE_PATH=%s is refused', (base) => {
	expect(() => readSettings({ BASE_PATH: base })).toThrow(`BASE_PATH is "${base}"`);
});

test.each(['yes', 'true', '2'])('PERCH_TRUST_PROXY=%s is refused', (value) => {
	expect(() => readSettings({ PERCH_TRUST_PROXY: value })).toThrow(
		`PERCH_TRUST_PROXY is "${value}", but it must be 1 or 0.`
	);
});

describe('PERCH_ICE_SERVERS', () => {
	test('that is not JSON is refused, and not repeated: it may hold a password', () => {
		const read = () => readSettings({ PERCH_ICE_SERVERS: '[{"credential":"hunter2"' });
		expect(read).toThrow(/^PERCH_ICE_SERVERS is not valid JSON/);
		expect(read).not.toThrow(/hunter2/);
	});

	test.each(['{}', '"stun:a"', '[1]', '[null]', '[{}]', '[{"urls":[]}]', '[{"urls":"https://a.example"}]'])(
		'%s is refused',
		(value) => {
			expect(() => readSettings({ PERCH_ICE_SERVERS: value })).toThrow(/^PERCH_ICE_SERVERS cannot be used/);
		}
	);
});
