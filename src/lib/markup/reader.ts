import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** Reads Markdown by CommonMark and GitHub's extensions. */
export const reader = unified().use(remarkParse).use(remarkGfm).freeze();
