/* Makes of a text what it looks like, where a text that takes for ever can be ended. */
import { toHtml } from 'hast-util-to-html';
import { directionOf } from '../util/direction.js';
import { forReading } from './for-reading.js';
import { documentParts } from './html-document.js';
import { DONE, READY, type RenderAnswer, type RenderQuestion } from './render-messages.js';
import { NotRenderedError, renderedTrees } from './tree.js';

async function* answers(question: RenderQuestion): AsyncGenerator<RenderAnswer> {
	const trees = renderedTrees(question.markdown);
	switch (question.form) {
		case 'html':
			for (const tree of trees) yield { html: toHtml(tree) };
			break;
		case 'document':
			for await (const html of documentParts(trees, question.title, directionOf(question.markdown) ?? 'ltr'))
				yield { html };
			break;
		case 'sheet':
			for (const tree of trees) yield { sheet: forReading(tree, 'told') };
	}
}

onmessage = async ({ data }: MessageEvent<RenderQuestion>) => {
	try {
		for await (const part of answers(data)) postMessage(part);
		postMessage(DONE);
	} catch (error) {
		if (!(error instanceof NotRenderedError)) console.warn('the text stays as it is written', error);
		postMessage(undefined);
	}
};

postMessage(READY);
