/**
 * Makes the pictures in static/icons that follow from icon.svg: the monochrome icon, which systems tint, and those of the shortcuts.
 * Usage: node scripts/icons.js, after the mark was changed.
 */
import { writeFileSync, readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const ICONS = new URL('../static/icons/', import.meta.url);
const icon = readFileSync(new URL('icon.svg', ICONS), 'utf8');

/** One colour on nothing, within the middle 80 % that every mask leaves; what lies on the bird is cut out of it. */
const monochrome = svg(
	512,
	`<g transform="translate(256 244) scale(1.06) translate(-256 -244)">${icon
		.replace(/<\/?svg[^>]*>/g, '')
		.replace(/<rect[^>]*>/, '')
		.replace(/<path[^>]*opacity[^>]*>/, '')
		.replace(/<circle[^>]*>/, '')
		.replaceAll(/#[0-9a-f]{6}/g, '#000000')}</g>`
);

/** Android shows a shortcut's picture on a disc of its own colour: a quiet ground with a clear sign. */
const shortcut = (/** @type {string} */ sign) =>
	svg(
		96,
		`<circle cx="48" cy="48" r="48" fill="#f7f5f0"/><g transform="translate(24 24) scale(2)" fill="none" stroke="#1f5f5b" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${sign}</g>`
	);

const PICTURES = [
	{ file: 'monochrome-512.png', size: 512, picture: monochrome },
	{ file: 'shortcut-new-192.png', size: 192, picture: shortcut('<path d="M12 4v16M4 12h16"/>') },
	{
		file: 'shortcut-scan-192.png',
		size: 192,
		picture: shortcut(
			'<path d="M3 7V5a2 2 0 0 1 2-2h2M17 3h2a2 2 0 0 1 2 2v2M21 17v2a2 2 0 0 1-2 2h-2M7 21H5a2 2 0 0 1-2-2v-2M7 12h10"/>'
		)
	}
];

const executablePath = process.env.PERCH_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
for (const { file, size, picture } of PICTURES) {
	await page.setViewportSize({ width: size, height: size });
	await page.setContent(
		`<style>* { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${picture}`
	);
	writeFileSync(new URL(file, ICONS), await page.screenshot({ omitBackground: true }));
}
await browser.close();

/**
 * @param {number} size
 * @param {string} content
 */
function svg(size, content) {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${content}</svg>`;
}
