import { StateField, Transaction } from '@codemirror/state';
import { LoroDoc, LoroText } from 'loro-crdt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from '../../fuzz/headless-editor.js';

let note: Note;
let editor: HeadlessEditor;

beforeEach(() => {
	note = Note.create(new Date(0));
	note.body.insert(0, 'one two three');
	note.doc.commit();
	editor = new HeadlessEditor(note);
});

afterEach(() => {
	editor.destroy();
	note.close();
});

/** Has another peer change the text, and imports that. */
function remotely(change: (text: LoroText) => void, title?: string): void {
	const other = new LoroDoc();
	other.import(note.exportSnapshot());
	if (title !== undefined) other.getMap('meta').set('title', title);
	change(other.getText('body'));
	other.commit();
	note.import(other.export({ mode: 'update' }));
	other.free();
}

function expectText(text: string): void {
	expect(editor.text).toBe(text);
	expect(note.body.toString()).toBe(text);
	expect(note.body.length).toBe(editor.state.doc.length);
}

describe('an edit in the editor', () => {
	it('is a splice of the Loro text, and one commit for a transaction (rule 1)', () => {
		const commits = vi.fn();
		note.doc.subscribe(commits);
		const before = note.doc.opCount();
		editor.dispatch({
			changes: [
				{ from: 0, to: 3, insert: '1' },
				{ from: 8, insert: 'x' }
			]
		});
		expectText('1 two xthree');
		expect(commits).toHaveBeenCalledTimes(1);
		expect(note.doc.opCount() - before).toBe(3 + 1 + 1);
	});

	it('does not come back to the editor', () => {
		const states = vi.fn();
		editor.listeners.push(states);
		editor.select(3);
		editor.type('!');
		expectText('one! two three');
		expect(states).toHaveBeenCalledTimes(2);
	});

	it('changes nothing in the note if only the selection changed', () => {
		const before = note.doc.opCount();
		editor.select(3, 7);
		expect(note.doc.opCount()).toBe(before);
	});

	it('can follow another one in the same update', () => {
		const first = editor.state.update({ changes: { from: 0, insert: 'a' } });
		editor.update(first, first.state.update({ changes: { from: 1, to: 4, insert: 'b' } }));
		expectText('ab two three');
	});

	it('shows in another editor of the same note, once', () => {
		const second = new HeadlessEditor(note);
		editor.dispatch({ changes: { from: 0, insert: 'A' } });
		second.dispatch({ changes: { from: 0, insert: 'B' } });
		expectText('BAone two three');
		expect(second.text).toBe('BAone two three');
		second.destroy();
	});
});

describe('a change of the note (rule 2)', () => {
	it.each([
		['a peer', () => remotely((text) => text.insert(0, 'new '))],
		[
			'a program',
			() => {
				note.body.insert(0, 'new ');
				note.doc.commit({ origin: 'program' });
			}
		],
		[
			'the note itself',
			() => {
				note.body.insert(0, 'new ');
				note.setTitle('A title in the same commit');
			}
		]
	])('by %s shows as a splice that keeps the selection', (_who, change) => {
		const seen: Transaction[] = [];
		editor.listeners.push((transaction) => seen.push(transaction));
		editor.select(4, 7);
		change();
		expectText('new one two three');
		expect(editor.state.selection.main.toJSON()).toEqual({ anchor: 8, head: 11 });
		expect(seen).toHaveLength(2);
		expect(seen[1]?.changes.toJSON()).toEqual([[0, 'new '], 13]);
		expect(seen[1]?.annotation(Transaction.remote)).toBe(true);
		expect(seen[1]?.scrollIntoView).toBe(false);
		expect(seen[1]?.selection).toBeUndefined();
	});

	it('shows once, in two places, if it has two', () => {
		remotely((text) => {
			text.insert(13, '!');
			text.delete(0, 4);
		});
		expectText('two three!');
	});

	it('shows no carriage return for longer than it is in the note', () => {
		remotely((text) => text.insert(3, '\r\nand\r\n'));
		expectText('one\nand\n two three');
	});

	it('to other containers leaves the editor alone', () => {
		const states = vi.fn();
		editor.listeners.push(states);
		note.setTitle('Title');
		note.recordAuthor({ person: 'p', name: 'Ada' });
		expect(states).not.toHaveBeenCalled();
		editor.dispatch({ changes: { from: 0, insert: 'x' } });
		expectText('xone two three');
	});

	it('in one commit with another container, which comes first, shows as well', () => {
		note.doc.getMap('meta').set('title', 'Title');
		note.body.insert(0, 'new ');
		note.doc.getMap('authors').set('1', 'somebody');
		note.doc.commit();
		expectText('new one two three');
		remotely((text) => text.insert(0, 'more '), 'New title');
		expectText('more new one two three');
		expect(note.title).toBe('New title');
	});

	it('shows when another version is checked out, and an edit of that is refused and told', () => {
		const latest = note.doc.frontiers();
		editor.dispatch({ changes: { from: 3, insert: '!' } });
		note.doc.checkout(latest);
		expectText('one two three');
		editor.dispatch({ changes: { from: 0, insert: 'x' } });
		expectText('one two three');
		expect(editor.drifts).toEqual(['refused']);
		note.doc.checkoutToLatest();
		expectText('one! two three');
	});

	it('that replaces what is selected leaves a caret, at which one can type', () => {
		editor.select(5, 6);
		editor.dispatch({ changes: { from: 4, to: 7, insert: 'TWO' } });
		const { main } = editor.state.selection;
		expect([main.from, main.to]).toEqual([4, 4]);
		editor.type('x');
		expectText('one xTWO three');
	});
});

describe('a change of the note in the middle of something', () => {
	it('waits for the end of an update of the editor', () => {
		editor.whileUpdating(() => {
			remotely((text) => text.insert(0, 'new '));
			expect(editor.text).toBe('one two three');
		});
		expectText('new one two three');
	});

	it('is taken in before an edit that was made on the text without it', () => {
		note.body.insert(0, 'uncommitted ');
		editor.dispatch({ changes: { from: 13, insert: '!' } });
		expectText('uncommitted one two three!');
	});

	it('answers an edit in the middle of its commit', () => {
		let answers = 0;
		note.onChange(() => {
			if (answers++ > 0) return;
			note.body.insert(0, 'answer ');
			note.doc.commit();
		});
		editor.dispatch({ changes: { from: 13, insert: '!' } });
		expectText('answer one two three!');
	});

	it('is answered by the editor before Loro has told it of another one', () => {
		let answers = 0;
		const other = note.doc.subscribe(() => {
			if (answers++ > 0) return;
			note.body.delete(0, 4);
			note.body.insert(0, 'uno ');
			note.doc.commit();
		});
		// Subscribed after that program: when it hears of the first change, the second is made already.
		const late = new HeadlessEditor(note);
		let typed = false;
		late.listeners.push(() => {
			if (typed) return;
			typed = true;
			late.dispatch({ changes: { from: 4, insert: 'typed ' } });
		});
		remotely((text) => text.insert(13, '!'));
		expectText('uno typed two three!');
		expect(late.text).toBe('uno typed two three!');
		expect([...editor.drifts, ...late.drifts]).toEqual([]);
		other();
		late.destroy();
	});

	it('is not lost if it was made while a transaction was computed', () => {
		let edits = 0;
		const meddler = StateField.define<number>({
			create: () => 0,
			update: (value, transaction) => {
				if (transaction.annotation(Transaction.remote) === true && edits++ === 0) {
					note.body.insert(0, 'meddled ');
					note.doc.commit();
				}
				return value;
			}
		});
		const late = new HeadlessEditor(note, { extensions: meddler });
		remotely((text) => text.insert(13, '!'));
		expect(late.text).toBe(note.body.toString());
		expect(note.body.toString()).toBe('meddled one two three!');
		late.destroy();
	});

	it('shows a moment later if the editor could not take it', async () => {
		const fails = new HeadlessEditor(note);
		let failures = 1;
		const { dispatch } = fails;
		Object.assign(fails, {
			dispatch: (...specs: Parameters<typeof dispatch>) => {
				if (failures-- > 0) throw new Error('an update is in progress');
				dispatch(...specs);
			}
		});
		note.body.insert(0, 'new ');
		note.doc.commit();
		expect(fails.text).toBe('one two three');
		fails.select(0);
		await Promise.resolve();
		expect(fails.text).toBe('new one two three');
		expect(fails.drifts).toEqual([]);
		fails.destroy();
	});
});

describe('the second line of defence', () => {
	it('sets the editor back to the note where Loro refuses an edit, and tells', () => {
		note.body.insert(0, '😀');
		note.doc.commit();
		editor.select(15);
		editor.dispatch({ changes: { from: 1, insert: 'x' }, filter: false });
		expectText('😀one two three');
		expect(editor.drifts).toEqual(['refused']);
		editor.type('!');
		expectText('😀one two three!');
	});

	it('refuses half a surrogate pair, which Loro would take for another character', () => {
		editor.dispatch({ changes: { from: 0, insert: '\ud83d' }, filter: false });
		expectText('one two three');
		expect(editor.drifts).toEqual(['refused']);
	});

	it('finds lengths that differ, and tells', () => {
		const insert = vi.spyOn(LoroText.prototype, 'insert').mockImplementationOnce(() => undefined);
		editor.dispatch({ changes: { from: 0, insert: 'lost' } });
		insert.mockRestore();
		expectText('one two three');
		expect(editor.drifts).toEqual(['unequal']);
	});

	it('takes what is not committed yet for what it is', () => {
		note.body.insert(0, 'uncommitted ');
		const late = new HeadlessEditor(note);
		const states = vi.fn();
		late.listeners.push(states);
		note.doc.commit();
		expect(late.text).toBe('uncommitted one two three');
		expect(states).not.toHaveBeenCalled();
		late.destroy();
	});

	it('takes the note for right where the editor starts with another text', async () => {
		const stale = new HeadlessEditor(note, { text: 'one two' });
		await Promise.resolve();
		expect(stale.text).toBe('one two three');
		expect(stale.drifts).toEqual([]);
		stale.destroy();
	});

	it('keeps what the editor shows if the document is dead, and tells', () => {
		const dead = Note.create(new Date(0));
		const last = new HeadlessEditor(dead);
		dead.close();
		last.dispatch({ changes: { from: 0, insert: 'still here' } });
		expect(last.text).toBe('still here');
		expect(last.drifts).toEqual(['unreadable']);
		expect(() => {
			last.destroy();
		}).not.toThrow();
	});
});
