import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { appScreens } from '../e2e/support/app-screens.js';
import { expect, test } from '../e2e/support/fixtures.js';
import { contactSheets, type Picture } from './contact-sheet.js';
import { FRAMES, picture, showOn, THEMES } from './frames.js';

/** To be looked at one by one: `.perch/pictures/screens/index.html` shows them all. */
const FOLDER = fileURLToPath(new URL('../../.perch/pictures/screens/', import.meta.url));

/** The screens and the direction to be shown, such as "trash"; all of them where nothing is said. */
const WANTED = process.env['PERCH_STATES']?.split(' ');
const DIRECTION = process.env['PERCH_DIRECTION'];

test('pictures of every other screen in each state', async ({ arrive, browser }) => {
	test.setTimeout(900_000);
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	const pictures: Picture[] = [];
	for (const direction of ['ltr', 'rtl'] as const) {
		if (DIRECTION !== undefined && direction !== DIRECTION) continue;
		for await (const { name, page } of appScreens(() => arrive(), direction)) {
			if (!(WANTED?.includes(name) ?? true)) continue;
			for (const frame of FRAMES.filter(({ keyboard }) => keyboard === undefined)) {
				for (const theme of THEMES) {
					await showOn(page, frame, theme);
					const of = `${frame.name}-${theme}`;
					const file = `${name}-${of}-${direction}.png`;
					await picture(page, FOLDER + file, frame);
					pictures.push({ sheet: `${name}-${direction}`, name: of, file, width: frame.width });
				}
			}
		}
	}
	expect(pictures.length).toBeGreaterThan(0);
	const sheets = await contactSheets(await browser.newPage(), FOLDER, pictures);
	console.warn(`${pictures.length} pictures; ${sheets.length} sheets, all in ${FOLDER}index.html`);
});
