import type { CDPSession } from '@playwright/test';
import type { Person } from './person.js';

/** What Chrome on a phone calls itself. CodeMirror then takes input as it does there. */
export const ANDROID =
	'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36';

interface Watched {
	compositions: string[];
}

/** An input method at the editor of one person: plays what one of a phone or of the system does, through the browser. Chromium only. */
export class InputMethod {
	private constructor(
		private readonly person: Person,
		private readonly cdp: CDPSession
	) {}

	/** To be called when the note is open: from then on, what becomes of compositions is noted down. */
	static async of(person: Person): Promise<InputMethod> {
		const cdp = await person.devTools();
		await person.editor.evaluate((content) => {
			const watched = globalThis as unknown as Watched;
			watched.compositions = [];
			for (const type of ['compositionstart', 'compositionend']) {
				content.addEventListener(type, () => watched.compositions.push(type));
			}
		});
		return new InputMethod(person, cdp);
	}

	/** Puts a text in the place of what it has in hand, with the caret behind it. */
	async compose(text: string): Promise<void> {
		await this.cdp.send('Input.imeSetComposition', {
			text,
			selectionStart: text.length,
			selectionEnd: text.length
		});
	}

	/** Takes a stretch of what is written in hand and puts a text in its place, as autocorrection does. */
	async composeOver(from: number, to: number, text: string): Promise<void> {
		await this.cdp.send('Input.imeSetComposition', {
			text,
			selectionStart: text.length,
			selectionEnd: text.length,
			replacementStart: from,
			replacementEnd: to
		});
	}

	/** Ends the composition with a text. */
	async commit(text: string): Promise<void> {
		await this.cdp.send('Input.insertText', { text });
	}

	/** What happened to compositions since this was asked last. */
	async events(): Promise<readonly string[]> {
		return await this.person.page.evaluate(() => {
			const watched = globalThis as unknown as Watched;
			const { compositions } = watched;
			watched.compositions = [];
			return compositions;
		});
	}
}
