import { PROBE_TIMEOUT_MS } from './limits.js';

/**
 * Why a STUN or TURN server cannot be used. `bad-address`: the browser does not take its address, or lacks WebRTC.
 * `no-answer`: nothing came from there. `unexplained`: the server was of no use, and this browser does not say why. `wrong-password`: the server knows no such user, or not with this password.
 * `refused`: the server says no for another reason. `not-passed-on`: it lets one in, and carries nothing.
 */
export type IceProbeFailure =
	'bad-address' | 'no-answer' | 'unexplained' | 'wrong-password' | 'refused' | 'not-passed-on';

/** A STUN or TURN server that was tested cannot be used. */
export class IceProbeError extends Error {
	override readonly name = 'IceProbeError';

	constructor(
		readonly reason: IceProbeFailure,
		/** The server's own words, if it said any. */
		readonly words = ''
	) {
		super(`server not usable: ${reason}`);
	}
}

export interface StunProbe {
	/** This device's address as the server sees it; undefined where it is the device's own, so that the browser names none. */
	readonly address: string | undefined;
	readonly tookMs: number;
}

export interface TurnProbe {
	/** How long a message took through the server to the other end and back, in milliseconds. */
	readonly roundTripMs: number;
}

/** What STUN and TURN answer to a wrong user name or password (RFC 8489, RFC 8656). */
const UNAUTHORIZED = 401;

/** The browser's own code for a server that did not answer (W3C, WebRTC). */
const NOT_REACHED = 701;

/** Tests whether a STUN server says which address it sees. @throws IceProbeError */
export async function probeStun(url: string): Promise<StunProbe> {
	const connection = connect({ iceServers: [{ urls: url }] });
	const startedAt = performance.now();
	try {
		return await within(
			'no-answer',
			new Promise<StunProbe>((resolve, reject) => {
				let failure: IceProbeError | undefined;
				connection.onicecandidateerror = (event) => (failure = failureOf(event));
				connection.onicecandidate = ({ candidate }) => {
					const tookMs = performance.now() - startedAt;
					if (candidate?.type === 'srflx') resolve({ address: candidate.address ?? undefined, tookMs });
					// All is gathered. Where the server sees an address that this device has itself, it is not named again; only a
					// browser that tells of errors shows so that an answer came.
					else if (candidate !== null) return;
					else if (failure === undefined && tellsOfErrors(connection))
						resolve({ address: undefined, tookMs });
					else reject(failure ?? noCandidates(connection));
				};
				connection.createDataChannel('probe');
				connection.setLocalDescription().catch(reject);
			})
		);
	} finally {
		connection.close();
	}
}

/**
 * Tests whether a TURN server carries messages: connects two ends in this page through it, and through nothing else, and
 * sends a message there and back.
 *
 * @throws IceProbeError
 */
export async function probeTurn(server: RTCIceServer): Promise<TurnProbe> {
	const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
	const near = connect(configuration);
	const far = connect(configuration);
	let candidates = 0;
	try {
		const roundTrip = new Promise<TurnProbe>((resolve, reject) => {
			let failure: IceProbeError | undefined;
			near.onicecandidateerror = (event) => (failure = failureOf(event));
			near.onicecandidate = ({ candidate }) => {
				// Firefox ends with an empty candidate.
				if (candidate !== null && candidate.candidate !== '') {
					candidates += 1;
					far.addIceCandidate(candidate).catch(reject);
				} else if (candidates === 0) reject(failure ?? noCandidates(near));
			};
			far.onicecandidate = ({ candidate }) => {
				if (candidate !== null) near.addIceCandidate(candidate).catch(reject);
			};
			measure(near, far, resolve);
			introduce(near, far).catch(reject);
		});
		return await within(() => (candidates === 0 ? 'no-answer' : 'not-passed-on'), roundTrip);
	} finally {
		near.close();
		far.close();
	}
}

/** Sends a message there and back as soon as the two are connected. */
function measure(near: RTCPeerConnection, far: RTCPeerConnection, tell: (probe: TurnProbe) => void): void {
	const channel = { negotiated: true, id: 0 };
	const there = near.createDataChannel('probe', channel);
	const back = far.createDataChannel('probe', channel);
	back.onmessage = () => back.send('back');
	there.onopen = () => {
		const sentAt = performance.now();
		there.onmessage = () => tell({ roundTripMs: performance.now() - sentAt });
		there.send('there');
	};
}

async function introduce(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
	const offer = await near.createOffer();
	await far.setRemoteDescription(offer);
	// Only now, so that no candidate comes before the other end knows what it belongs to.
	await near.setLocalDescription(offer);
	const answer = await far.createAnswer();
	await near.setRemoteDescription(answer);
	await far.setLocalDescription(answer);
}

function connect(configuration: RTCConfiguration): RTCPeerConnection {
	try {
		return new RTCPeerConnection(configuration);
	} catch (failure) {
		// ReferenceError: a browser without WebRTC.
		if (failure instanceof DOMException || failure instanceof ReferenceError)
			throw new IceProbeError('bad-address');
		throw failure;
	}
}

function failureOf({ errorCode, errorText }: RTCPeerConnectionIceErrorEvent): IceProbeError {
	if (errorCode === NOT_REACHED) return new IceProbeError('no-answer');
	if (errorCode === UNAUTHORIZED) return new IceProbeError('wrong-password');
	return new IceProbeError('refused', errorText);
}

/** All was gathered, nothing came of it, and no error was told. */
function noCandidates(connection: RTCPeerConnection): IceProbeError {
	return new IceProbeError(tellsOfErrors(connection) ? 'no-answer' : 'unexplained');
}

/** Older browsers do not say why they have no candidate. */
function tellsOfErrors(connection: RTCPeerConnection): boolean {
	return 'onicecandidateerror' in Object.getPrototypeOf(connection);
}

async function within<Result>(
	reason: IceProbeFailure | (() => IceProbeFailure),
	work: Promise<Result>
): Promise<Result> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tooLate = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => {
			reject(new IceProbeError(typeof reason === 'function' ? reason() : reason));
		}, PROBE_TIMEOUT_MS);
	});
	try {
		return await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}
