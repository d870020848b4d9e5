import { expect, it } from 'vitest';
import type { HeldInvite } from '$lib/note/library-entry.js';
import { ListedLines } from '$lib/workspace/listed-lines.js';

const SECRET = new Uint8Array(32);

it('a line says of a note that may only be viewed that it is one, also before anything of it has come', () => {
	const lines = new ListedLines();
	const lineOf = (invite: HeldInvite) =>
		lines.of({ noteId: 'note', invite, addedAt: 0, shared: true }, undefined);
	expect(lineOf({ kind: 'view', viewSeed: SECRET, writePublicKey: SECRET }).viewOnly).toBe(true);
	expect(lineOf({ kind: 'edit', seed: SECRET })).not.toHaveProperty('viewOnly');
});
