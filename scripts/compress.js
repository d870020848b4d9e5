/** The last step of `npm run build`. Usage: node scripts/compress.js [directory of the build] */
import { join } from 'node:path';
import { compressBuild } from './lib/compress.js';
import { ROOT } from './lib/paths.js';

const count = await compressBuild(process.argv[2] ?? join(ROOT, 'build'));
console.log(`Compressed ${count} files.`);
