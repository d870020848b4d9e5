/** One peer of a room in a process of its own: Perch's note, storage in memory, synchroniser and room, without a page. */
import { decodeInvite } from '../../src/lib/crypto/invite.js';
import { Note } from '../../src/lib/note/note.js';
import { SESSION_BYTES } from '../../src/lib/protocol/limits.js';
import { MemoryChunkStore } from '../../src/lib/storage/memory-chunk-store.js';
import { Connections } from '../../src/lib/sync/connections.js';
import { randomBytes, toBase64Url } from '../../src/lib/util/bytes.js';
import { systemClock } from '../../src/lib/util/clock.js';
import { Attendance } from '../../src/lib/workspace/attendance.js';
import { KeptReplica } from '../../src/lib/workspace/kept-replica.js';
import { LazyNoteKeys, NoteAdmission } from '../../src/lib/workspace/note-keys.js';
import { NoteRoom } from '../../src/lib/workspace/note-room.js';
import { installNetworking } from './node-rtc.js';
import type { Answers, Arrival, Invitation, Question } from './questions.js';

/** Joins; there are answers from then on. */
async function join({ link, relays }: Invitation): Promise<Answers> {
	await installNetworking();
	const keys = new LazyNoteKeys(await decodeInvite(link));
	const { noteId } = await keys.get();
	const session = toBase64Url(randomBytes(SESSION_BYTES));
	const connections = new Connections(session, systemClock, new NoteAdmission(keys));
	const keeping = { chunks: new MemoryChunkStore(), clock: systemClock };
	const kept = await KeptReplica.open(noteId, () => Note.empty(), keeping, connections);
	const arrivals: Arrival[] = [];
	kept.replica.onChange(() =>
		arrivals.push([kept.replica.body.length, performance.timeOrigin + performance.now()])
	);
	kept.synchroniser.setPresence({
		type: 'presence',
		person: session,
		name: 'Wren',
		colour: 1,
		caret: undefined
	});
	const config = { relays, iceServers: [], onlyThroughTurn: false };
	const room = new NoteRoom(keys, () => Promise.resolve(config), systemClock, {
		channel: (channel) => connections.add(channel),
		doubt: (channel) => connections.probeChannel(channel),
		stateChanged: () => undefined
	});
	new Attendance(room, connections, systemClock).begin();
	return {
		state: () => ({ peers: kept.synchroniser.peers.length, length: kept.replica.body.length }),
		arrivals: () => arrivals.splice(0),
		cpu: () => {
			const { user, system } = process.cpuUsage();
			return (user + system) / 1_000;
		}
	};
}

process.once('message', (invitation: Invitation) => {
	const joined = join(invitation);
	process.on('message', ({ id, question }: Question) => {
		void joined.then((answers) => process.send?.({ id, answer: answers[question]() }));
	});
});
// Nobody else ends it where its parent has died.
process.once('disconnect', () => process.exit());
