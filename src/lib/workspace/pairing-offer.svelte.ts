import { openAnswer, PairingCodeError, sealOffer } from '../crypto/pairing-code.js';
import { offerLink, readAnswer, splitOfferLink } from '../crypto/pairing-text.js';
import { DecodeError } from '../protocol/codec.js';
import {
	decodePairingDescription,
	encodePairingOffer,
	type PairingDescription
} from '../protocol/pairing-codec.js';
import { PAIRING_CONNECT_TIMEOUT_MS } from '../transport/limits.js';
import type { Bytes } from '../util/bytes.js';
import type { AnswerRefusal, OfferingTry } from './pairing-types.js';
import { Pairing, type PairingTools } from './pairing.svelte.js';

/** The side that shows its code first and scans the other's then (docs/protocol.md, P29). */
export class PairingOffer extends Pairing implements OfferingTry {
	#offer: Bytes | undefined;

	constructor(inviteLink: string, tools: PairingTools) {
		super(tools);
		this.begin(async (link) => {
			const description = await link.offer();
			const { pairingKey } = await tools.keys.get();
			const madeAt = Math.floor(tools.wallClock() / 1000);
			this.#offer = await sealOffer(pairingKey, encodePairingOffer({ madeAt, description }));
			return offerLink(inviteLink, this.#offer);
		});
	}

	async take(text: string): Promise<AnswerRefusal | undefined> {
		let answer: PairingDescription;
		try {
			answer = await this.#read(text);
		} catch (error) {
			if (error instanceof PairingCodeError)
				return error.reason === 'offer' && this.#isOwn(text) ? 'own' : error.reason;
			if (error instanceof DecodeError) return 'foreign';
			throw error;
		}
		// It may be scanned once more while it is looked at, and the try may end.
		if (this.phase !== 'showing' || this.link === undefined) return undefined;
		const { link } = this;
		this.connecting(PAIRING_CONNECT_TIMEOUT_MS);
		link.accept(answer).catch((failure: unknown) => this.failBy(failure));
		return undefined;
	}

	async #read(text: string): Promise<PairingDescription> {
		const code = readAnswer(text);
		const { pairingKey } = await this.tools.keys.get();
		if (this.#offer === undefined) throw new PairingCodeError('foreign');
		return decodePairingDescription(await openAnswer(pairingKey, this.#offer, code));
	}

	#isOwn(text: string): boolean {
		const own = this.code === undefined ? undefined : splitOfferLink(this.code).offer;
		return own !== undefined && splitOfferLink(text).offer === own;
	}
}
