/**
 * Those of some STUN and TURN servers that this browser takes. It makes no connection at all with one that it does not
 * take, as with a port that is none or is blocked, or a TURN server without a password.
 */
export function usableIceServers(servers: readonly RTCIceServer[]): readonly RTCIceServer[] {
	return typeof RTCPeerConnection === 'undefined' ? servers : servers.filter(isUsable);
}

function isUsable(server: RTCIceServer): boolean {
	try {
		new RTCPeerConnection({ iceServers: [server] }).close();
		return true;
	} catch (failure) {
		console.warn('the browser does not take a STUN or TURN server', failure);
		return false;
	}
}
