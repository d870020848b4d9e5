import { fromBase64Url, toBase64Url, type Bytes } from '../util/bytes.js';
import { MAX_PAIRING_CODE_BYTES, PairingCodeError } from './pairing-code.js';

/** Stands between the invite and the offer of a link; base64url has no such character. */
const OFFER_MARK = '.';

/** How an answer begins, so that a person who finds one knows what it is, and no app takes it for an address. */
const ANSWER_PREFIX = 'perch-answer:';

const OFFER_LINK = /#[\w-]+\.[\w-]*$/;

/** A pasted text longer than this, in UTF-16 units, is no pairing code and is not looked at further. */
const MAX_PAIRING_TEXT = 4096;

/** A link that invites and offers a direct connection, in its two parts. */
export interface OfferLink {
	/** The link without the offer: what `decodeInvite` takes. */
	readonly link: string;
	/** The offer as it stands there; undefined in a plain invite. */
	readonly offer: string | undefined;
}

/** An invite link that holds the offer too: `<app>/join#<invite>.<offer>`. */
export function offerLink(link: string, offer: Bytes): string {
	return `${link}${OFFER_MARK}${toBase64Url(offer)}`;
}

/** Takes a pasted or opened link, or what stands behind its `#`, apart. Whether the parts are good is not looked at. */
export function splitOfferLink(pasted: string): OfferLink {
	if (pasted.length > MAX_PAIRING_TEXT) return { link: pasted, offer: undefined };
	const compact = pasted.replaceAll(/\s/g, '');
	const fragment = compact.slice(compact.lastIndexOf('#') + 1);
	if (!OFFER_LINK.test(`#${fragment}`)) return { link: pasted, offer: undefined };
	const at = compact.lastIndexOf(OFFER_MARK);
	return { link: compact.slice(0, at), offer: compact.slice(at + 1) };
}

/** The bytes of an offer as `splitOfferLink` gives it. @throws PairingCodeError "foreign" */
export function readOffer(offer: string): Bytes {
	return readCode(offer);
}

/** An answer as text, for its QR code and to be copied. */
export function answerText(answer: Bytes): string {
	return `${ANSWER_PREFIX}${toBase64Url(answer)}`;
}

/** Whether a text is meant to be an answer, good or not. */
export function isAnswerText(pasted: string): boolean {
	return pasted.trimStart().toLowerCase().startsWith(ANSWER_PREFIX);
}

/** The bytes of a pasted or scanned answer. @throws PairingCodeError "offer" or "foreign" */
export function readAnswer(pasted: string): Bytes {
	if (!isAnswerText(pasted))
		throw new PairingCodeError(splitOfferLink(pasted).offer === undefined ? 'foreign' : 'offer');
	if (pasted.length > MAX_PAIRING_TEXT) throw new PairingCodeError('foreign');
	return readCode(pasted.replaceAll(/\s/g, '').slice(ANSWER_PREFIX.length));
}

function readCode(text: string): Bytes {
	const bytes = fromBase64Url(text);
	if (bytes === undefined || bytes.length > MAX_PAIRING_CODE_BYTES) throw new PairingCodeError('foreign');
	return bytes;
}
