import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { closePanel, NOTE_PANELS, openPanel, type NotePanel } from '../e2e/support/note-panels.js';
import { caretAtWords, noteStates, type NoteState } from '../e2e/support/note-states.js';
import { LATIN, RIGHT_TO_LEFT, type NoteText } from '../e2e/support/note-texts.js';
import { test } from '../e2e/support/fixtures.js';
import type { Person } from '../e2e/support/person.js';
import { withKeyboard } from '../e2e/support/phone.js';
import { contactSheets, type Picture } from './contact-sheet.js';
import { FRAMES, picture, showOn, THEMES, wholePicture, type Frame } from './frames.js';

/** To be looked at one by one: `.perch/pictures/note/index.html` shows them all. */
const FOLDER = fileURLToPath(new URL('../../.perch/pictures/note/', import.meta.url));

/** What a page shows: a state of the note, or what was opened over it. */
type Sight = NoteState | NotePanel;

/** The sights and directions to be shown, such as "long find" and "rtl"; all of them where nothing is said. */
const WANTED = process.env['PERCH_STATES']?.split(' ');
const DIRECTION = process.env['PERCH_DIRECTION'];

const isWanted = (sight: Sight): boolean => WANTED?.includes(sight) ?? true;

/** In these somebody writes. In the others no keyboard is up: what has the focus is no field. */
const WRITES: readonly Sight[] = ['empty', 'others', 'offline', 'error', 'writing', 'find'];

const DIRECTIONS: readonly (readonly [name: string, text: NoteText])[] = [
	['ltr', LATIN],
	['rtl', RIGHT_TO_LEFT]
];

class Album {
	readonly pictures: Picture[] = [];

	constructor(
		private readonly direction: string,
		private readonly text: NoteText
	) {}

	/** The page on every screen and in every theme. */
	async take(sight: Sight, person: Person): Promise<void> {
		for (const frame of FRAMES) {
			if (frame.keyboard !== undefined && !WRITES.includes(sight)) continue;
			for (const theme of THEMES) {
				await showOn(person.page, frame, theme);
				await this.#prepare(sight, person, frame);
				await this.#take(sight, person, frame, theme);
			}
		}
	}

	/** The page with one thing after the other opened over it, anew on every screen: each has a place of its own there. */
	async takePanels(person: Person): Promise<void> {
		for (const panel of NOTE_PANELS.filter(isWanted)) {
			for (const frame of FRAMES) {
				if (frame.keyboard !== undefined && !WRITES.includes(panel)) continue;
				await showOn(person.page, frame, 'light');
				await openPanel(panel, person, this.text);
				for (const theme of THEMES) {
					await showOn(person.page, frame, theme);
					await this.#take(panel, person, frame, theme);
				}
				await closePanel(panel, person);
			}
		}
	}

	/** A keyboard is up only while somebody writes. */
	async #prepare(sight: Sight, person: Person, { keyboard }: Frame): Promise<void> {
		if (keyboard !== undefined && sight !== 'empty') await caretAtWords(person, this.text.caretAt, 'caret');
	}

	async #take(sight: Sight, { page }: Person, frame: Frame, theme: string): Promise<void> {
		const name = `${frame.name}-${theme}-${this.direction}`;
		const file = `${sight}-${name}.png`;
		await picture(page, FOLDER + file, frame);
		this.pictures.push({ sheet: `${sight}-${this.direction}`, name, file, width: frame.width });
		if (sight !== 'long') return;
		const whole = `${sight}-${name}-whole.png`;
		await wholePicture(page, FOLDER + whole, frame);
		this.pictures.push({ sheet: `whole-${this.direction}`, name, file: whole, width: frame.width });
	}
}

test('pictures of the note page in each state', async ({ arrive, browser }) => {
	test.setTimeout(900_000);
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	const pictures: Picture[] = [];
	for (const [direction, text] of DIRECTIONS) {
		if (DIRECTION !== undefined && direction !== DIRECTION) continue;
		const album = new Album(direction, text);
		for await (const { state, person } of noteStates(() => arrive('chromium', {}, withKeyboard), text)) {
			if (isWanted(state)) await album.take(state, person);
			if (state === 'others') await album.takePanels(person);
		}
		pictures.push(...album.pictures);
	}
	const sheets = await contactSheets(await browser.newPage(), FOLDER, pictures);
	console.warn(`${pictures.length} pictures; ${sheets.length} sheets, all in ${FOLDER}index.html`);
});
