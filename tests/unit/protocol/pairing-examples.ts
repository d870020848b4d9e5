/** What the pairing codes of docs/protocol.md hold. */
export const PAIRING_OFFER = {
	madeAt: 1_800_000_000,
	description: {
		iceUsername: 'tt48',
		icePassword: 'qIdXuPmfgfbXpR3VGVL2BBel',
		fingerprint: Uint8Array.from({ length: 32 }, (_, index) => 0x20 + index),
		candidates: [
			{ address: '192.0.2.2', port: 47_071 },
			{ address: 'fd00:0:0:0:0:0:0:2', port: 41_493 }
		]
	}
};

export const PAIRING_ANSWER = {
	iceUsername: 'f2d041fa',
	icePassword: '9611d3a971b4076e20506390e466fedc',
	fingerprint: Uint8Array.from({ length: 32 }, (_, index) => 0x60 + index),
	candidates: [{ address: '9f310714-6870-40e0-93e8-a2049ceb7587.local', port: 40_880 }]
};
