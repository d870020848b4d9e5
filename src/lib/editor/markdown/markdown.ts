import type { Extension } from '@codemirror/state';
import { markdownKeys } from './keys.js';
import type { PreviewLabels } from './labels.js';
import { markdownLanguage } from './language.js';
import { pasteLink } from './link-commands.js';
import { livePreview } from './preview.js';
import { richPaste } from './rich-paste.js';

export type { PreviewLabels } from './labels.js';

/** The extension for writing Markdown: rendered as it is written, with its keys. The text stays what is written. */
export function markdownWriting(labels: PreviewLabels): Extension {
	return [markdownLanguage.extension, livePreview(labels), markdownKeys, pasteLink, richPaste];
}
