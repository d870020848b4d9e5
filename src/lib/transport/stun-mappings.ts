import type { Clock } from '../util/clock.js';
import { MAX_STUN_SERVERS, STUN_PATIENCE_MS } from './limits.js';

/** As what a STUN server sees one port of this device. Both texts are for comparing alone, and are kept nowhere. */
export interface Mapping {
	readonly port: string;
	readonly seenAs: string;
}

/** What STUN servers tell of this device. */
export interface StunFindings {
	/** How many servers were asked, and how many answered. */
	readonly asked: number;
	readonly answered: number;
	/** They see this device's own addresses. */
	readonly isOpen: boolean;
	/** What all those that answered see of the same ports. */
	readonly mappings: readonly Mapping[];
}

interface Gathered {
	readonly hasAnswer: boolean;
	readonly isOpen: boolean;
	readonly mappings: readonly Mapping[];
}

const NO_ANSWER: Gathered = { hasAnswer: false, isOpen: false, mappings: [] };

/** The addresses of the STUN servers among `iceServers`, each once. */
export function stunUrls(iceServers: readonly RTCIceServer[]): readonly string[] {
	const urls = iceServers.flatMap((server) => server.urls);
	return [...new Set(urls)].filter((url) => /^stuns?:/i.test(url));
}

/**
 * Asks STUN servers how they see this device: each alone, to know which answer, and then those together, because a
 * browser asks all from the same port and tells two that see the same address as one. Takes two times STUN_PATIENCE_MS at
 * most, and never rejects.
 */
export async function askStunServers(
	iceServers: readonly RTCIceServer[],
	clock: Clock
): Promise<StunFindings> {
	const urls = stunUrls(iceServers).slice(0, MAX_STUN_SERVERS);
	const alone = await Promise.all(urls.map((url) => gather([url], clock)));
	const answering = urls.filter((_, index) => alone[index]?.hasAnswer === true);
	const { isOpen, mappings } = await gather(answering, clock);
	return { asked: urls.length, answered: answering.length, isOpen, mappings };
}

/** Gathers the addresses of a connection that is never made. */
async function gather(urls: readonly string[], clock: Clock): Promise<Gathered> {
	if (urls.length === 0) return NO_ANSWER;
	const connection = connectionWith(urls);
	if (connection === undefined) return NO_ANSWER;
	const candidates: RTCIceCandidate[] = [];
	let failed = false;
	connection.onicecandidate = ({ candidate }) => {
		if (candidate !== null) candidates.push(candidate);
	};
	connection.onicecandidateerror = () => (failed = true);
	try {
		connection.createDataChannel('');
		await connection.setLocalDescription();
		const isComplete = await gathered(connection, clock);
		return judge(candidates, isComplete && !failed);
	} finally {
		connection.close();
	}
}

/** Undefined where the browser takes one of the addresses for none. */
function connectionWith(urls: readonly string[]): RTCPeerConnection | undefined {
	try {
		return new RTCPeerConnection({ iceServers: [{ urls: [...urls] }] });
	} catch (failure) {
		if (!(failure instanceof DOMException)) throw failure;
		console.warn('the browser does not take these STUN servers', failure.name);
		return undefined;
	}
}

/** Whether all has come before the patience ended. */
function gathered(connection: RTCPeerConnection, clock: Clock): Promise<boolean> {
	return new Promise((resolve) => {
		const cancel = clock.after(STUN_PATIENCE_MS, () => resolve(false));
		const look = () => {
			if (connection.iceGatheringState !== 'complete') return;
			cancel();
			resolve(true);
		};
		connection.onicegatheringstatechange = look;
		look();
	});
}

function judge(candidates: readonly RTCIceCandidate[], isWithoutTrouble: boolean): Gathered {
	const mapped = candidates.filter(({ type }) => type === 'srflx');
	const mappings = mapped.map(mappingOf);
	// Firefox tells no mapping that is the device's own address.
	const isOwnAlone =
		mapped.length === 0 && isWithoutTrouble && candidates.some(({ type }) => type === 'host');
	const isOpen = isOwnAlone || (mapped.length > 0 && mapped.every(isOwn));
	return { hasAnswer: mapped.length > 0 || isOwnAlone, isOpen, mappings };
}

/** Where the browser hides the device's own addresses, one port of each family is all that it uses. */
function mappingOf({ address, port, relatedAddress, relatedPort }: RTCIceCandidate): Mapping {
	const family = address?.includes(':') === true ? 6 : 4;
	return {
		port: `${family} ${relatedAddress ?? ''} ${relatedPort ?? 0}`,
		seenAs: `${address ?? ''} ${port ?? 0}`
	};
}

function isOwn({ address, port, relatedAddress, relatedPort }: RTCIceCandidate): boolean {
	return address === relatedAddress && port === relatedPort;
}
