/** The ways in which bytes or text may stand in a log, a store or an address. */
export interface Secret {
	readonly name: string;
	readonly forms: readonly (readonly [name: string, bytes: Buffer])[];
}

/** How bytes may have been written down. */
export function secretBytes(name: string, secret: Uint8Array): Secret {
	const bytes = Buffer.from(secret);
	const hex = bytes.toString('hex');
	const percent = hex.replaceAll(/../g, '%$&');
	const texts: [string, string][] = [
		['hex', hex],
		['HEX', hex.toUpperCase()],
		['percent', percent],
		['PERCENT', percent.toUpperCase()],
		['numbers', bytes.join(',')],
		['spaced numbers', bytes.join(', ')],
		// As a byte string that was written in UTF-8.
		['characters', bytes.toString('latin1')],
		...base64Forms(bytes)
	];
	return {
		name,
		forms: [['raw', bytes], ...texts.map(([form, text]) => [form, Buffer.from(text)] as const)]
	};
}

/** How text may have been written down: as what its bytes may be, and as text is escaped. */
export function secretText(name: string, text: string): Secret {
	const { forms } = secretBytes(name, Buffer.from(text));
	const wide = Buffer.from(text, 'utf16le');
	const escaped = text.replaceAll(
		/[^\x20-\x7e]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
	return {
		name,
		forms: [
			...forms,
			['UTF-16', wide],
			['UTF-16, big end first', Buffer.from(wide).swap16()],
			['URI component', Buffer.from(encodeURIComponent(text))],
			['form', Buffer.from(new URLSearchParams({ '': text }).toString().slice(1))],
			['JSON escapes', Buffer.from(escaped)]
		]
	};
}

/** What of the secrets stands in a place, as "name as form". */
export function findSecrets(secrets: readonly Secret[], place: Uint8Array): string[] {
	const haystack = Buffer.from(place.buffer, place.byteOffset, place.byteLength);
	return secrets.flatMap(({ name, forms }) =>
		forms.filter(([, bytes]) => haystack.includes(bytes)).map(([form]) => `${name} as ${form}`)
	);
}

/**
 * Base64 of the bytes wherever they stand in what was encoded: what they become depends on where in a group of three they
 * begin. Characters that hold bits of their neighbours too are left out.
 */
function base64Forms(bytes: Buffer): [string, string][] {
	return [0, 1, 2].flatMap((before) => {
		const all = Buffer.concat([Buffer.alloc(before), bytes]);
		const from = Math.ceil((before * 8) / 6);
		const core = all.toString('base64').slice(from, Math.floor((all.length * 8) / 6));
		const url = core.replaceAll('+', '-').replaceAll('/', '_');
		const forms: [string, string][] = [
			[`base64 at ${before}`, core],
			[`base64url at ${before}`, url],
			[`percent-encoded base64 at ${before}`, encodeURIComponent(core)],
			[`base64 in JSON with \\/ at ${before}`, core.replaceAll('/', '\\/')]
		];
		return forms;
	});
}
