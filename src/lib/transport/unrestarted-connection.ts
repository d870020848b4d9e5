/**
 * An RTCPeerConnection that takes no ICE restart, undefined where the browser has no WebRTC.
 *
 * Trystero 0.25 keeps offers in stock and restarts those that are older than 57 seconds. A restart before anybody
 * answered gathers no ICE candidates in Chromium: if the one who answers finds none either in time, the two never meet,
 * and it took one joiner in ten to a page that had been open for a minute. An offer whose restart fails is replaced by
 * Trystero with a new one.
 */
export const UnrestartedConnection =
	typeof RTCPeerConnection === 'undefined'
		? undefined
		: class UnrestartedConnection extends RTCPeerConnection {
				override restartIce(): void {
					throw new DOMException('an offer is made anew instead', 'NotSupportedError');
				}
			};
