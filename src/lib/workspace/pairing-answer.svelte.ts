import { openOffer, sealAnswer } from '../crypto/pairing-code.js';
import { answerText, readOffer } from '../crypto/pairing-text.js';
import { decodePairingOffer, encodePairingDescription } from '../protocol/pairing-codec.js';
import type { DirectLink } from '../transport/direct-link.js';
import { PAIRING_CLOCK_TOLERANCE_MS, PAIRING_LIFETIME_MS } from '../transport/limits.js';
import { Pairing, PairingError, type PairingTools } from './pairing.svelte.js';

/** The side that has scanned the first code and shows the second (docs/protocol.md, P29). */
export class PairingAnswer extends Pairing {
	constructor(offer: string, tools: PairingTools) {
		super(tools);
		this.begin(async (link) => await this.#answer(link, offer));
	}

	async #answer(link: DirectLink, text: string): Promise<string> {
		const offer = readOffer(text);
		const { pairingKey } = await this.tools.keys.get();
		const { madeAt, description } = decodePairingOffer(await openOffer(pairingKey, offer));
		if (this.tools.wallClock() - madeAt * 1000 > PAIRING_LIFETIME_MS + PAIRING_CLOCK_TOLERANCE_MS)
			throw new PairingError('expired');
		const answer = encodePairingDescription(await link.answer(description));
		return answerText(await sealAnswer(pairingKey, offer, answer));
	}
}
