import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';

/** A picture that was made, and where on the sheet it stands. */
export interface Picture {
	/** The sheet: one for each state. */
	readonly sheet: string;
	readonly name: string;
	/** Within the folder. */
	readonly file: string;
	readonly width: number;
}

/** How wide a CSS pixel of a picture is on a sheet. */
const SCALE = 0.5;

/**
 * Writes `index.html`, which shows all the pictures of a folder side by side, and one PNG of each sheet.
 * Gives the files of the sheets.
 */
export async function contactSheets(
	page: Page,
	folder: string,
	pictures: readonly Picture[]
): Promise<readonly string[]> {
	const sheets = [...new Set(pictures.map(({ sheet }) => sheet))];
	const sections = sheets.map((sheet) => {
		const figures = pictures
			.filter((picture) => picture.sheet === sheet)
			.map(
				({ name, file, width }) =>
					`<figure><a href="${file}"><img src="${file}" width="${width * SCALE}"></a><figcaption>${name}</figcaption></figure>`
			);
		return `<section id="${sheet}"><h2>${sheet}</h2>${figures.join('')}</section>`;
	});
	const index = `${folder}index.html`;
	await writeFile(
		index,
		`<!doctype html><meta charset="utf-8"><title>Pictures</title><style>
body { margin: 0; background: #8a8d8f; font: 14px sans-serif }
section { display: flex; flex-wrap: wrap; gap: 16px; padding: 16px; align-items: flex-start }
h2 { width: 100%; margin: 0 } figure { margin: 0 } figcaption { padding-top: 4px }
</style>${sections.join('\n')}`
	);
	await page.setViewportSize({ width: 1900, height: 1000 });
	await page.goto(pathToFileURL(index).href);
	const files: string[] = [];
	for (const sheet of sheets) {
		const file = `${folder}sheet-${sheet}.png`;
		await page.locator(`#${sheet}`).screenshot({ path: file });
		files.push(file);
	}
	return files;
}
