/* Makes of a text what it looks like, where a text that takes for ever can be ended. */
import { toHtml } from 'hast-util-to-html';
import { forReading } from './for-reading.js';
import { documentOf } from './html-document.js';
import { READY, type RenderAnswer, type RenderQuestion } from './render-messages.js';
import { renderedTree } from './tree.js';

async function answer(question: RenderQuestion): Promise<RenderAnswer> {
	const tree = renderedTree(question.markdown);
	if (tree === undefined) return undefined;
	switch (question.form) {
		case 'html':
			return { html: toHtml(tree) };
		case 'document':
			return { html: await documentOf(tree, question.title) };
		case 'sheet':
			return { sheet: forReading(tree, 'told') };
	}
}

onmessage = async ({ data }: MessageEvent<RenderQuestion>) => {
	try {
		postMessage(await answer(data));
	} catch (error) {
		console.warn('the text stays as it is written', error);
		postMessage(undefined);
	}
};

postMessage(READY);
