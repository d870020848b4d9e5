/**
 * What the relay takes from one client. Honest use stays far below: a tab that meets 31 others in a room sends each of them
 * an offer or an answer and about 20 ICE candidates, some 1,300 messages within seconds, and many tabs share one address.
 * Being refused costs an honest client much: Trystero gives a relay up for good after one refusal.
 *
 * @typedef {object} RelayLimits
 * @property {number} maxConnections
 * @property {number} maxConnectionsPerAddress behind a reverse proxy all clients have one address, unless PERCH_TRUST_PROXY says whom to count
 * @property {number} maxMessageBytes
 * @property {number} messageBurst
 * @property {number} messagesPerSecond
 * @property {number} byteBurst
 * @property {number} bytesPerSecond
 * @property {number} faultBurst how often a client may send what is refused before it is closed
 * @property {number} faultsPerSecond how fast faults are forgiven
 * @property {number} maxSubscriptions per connection
 * @property {number} maxFilters per subscription
 * @property {number} maxTopics per connection, in all of its subscriptions
 * @property {number} maxQueuedMessages how many wait before the client's socket is read no further
 * @property {number} maxUnsentBytes what may wait for a client that reads slowly
 * @property {number} clockToleranceSeconds how far an event's time may be off: people set clocks to a wrong time zone
 * @property {number} heartbeatMs
 * @property {number} closeTimeoutMs how long a closed client may take to answer
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** @type {Readonly<RelayLimits>} */
export const RELAY_LIMITS = Object.freeze({
	maxConnections: 1_000,
	maxConnectionsPerAddress: 250,
	maxMessageBytes: 64 * KIB,
	messageBurst: 3_000,
	messagesPerSecond: 100,
	byteBurst: 8 * MIB,
	bytesPerSecond: 256 * KIB,
	faultBurst: 30,
	faultsPerSecond: 0.2,
	maxSubscriptions: 64,
	maxFilters: 8,
	maxTopics: 4_096,
	maxQueuedMessages: 32,
	maxUnsentBytes: 4 * MIB,
	clockToleranceSeconds: 24 * 60 * 60,
	heartbeatMs: 30_000,
	closeTimeoutMs: 1_000
});
