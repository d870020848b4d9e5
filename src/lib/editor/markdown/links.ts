const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const OPENABLE = ['http:', 'https:', 'mailto:'];
const MAIL = /^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/;
const PASTED = /^(?:https?:\/\/|mailto:)\S+$/i;

/** So many addresses are remembered: more than are in sight. */
const MAX_KNOWN = 256;

/** Those that were asked for last. Links in sight are drawn at each key, and to read an address takes longer than that. */
const known = new Map<string, string | undefined>();

/** The address that a link in a note leads to, or undefined if it is none of http, https and mailto. */
export function openableAddress(written: string): string | undefined {
	if (known.has(written)) return known.get(written);
	const address = readAddress(written);
	if (known.size >= MAX_KNOWN) known.clear();
	known.set(written, address);
	return address;
}

function readAddress(written: string): string | undefined {
	const text = written.replace(/^<(.*)>$/, '$1').trim();
	const whole = MAIL.test(text) ? `mailto:${text}` : /^www\./i.test(text) ? `https://${text}` : text;
	if (!SCHEME.test(whole)) return undefined;
	try {
		const url = new URL(whole);
		return OPENABLE.includes(url.protocol) ? url.href : undefined;
	} catch {
		// What is being typed is no address yet.
		return undefined;
	}
}

/** The address that a text is and nothing else, fit to stand in the brackets of a link; or undefined. */
export function pastedAddress(text: string): string | undefined {
	const trimmed = text.trim();
	if (!PASTED.test(trimmed) || openableAddress(trimmed) === undefined) return undefined;
	return trimmed.replaceAll(/[()<>\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Opens an address in a tab of its own, which learns nothing of this one. */
export function openAddress(href: string): void {
	window.open(href, '_blank', 'noopener,noreferrer');
}
