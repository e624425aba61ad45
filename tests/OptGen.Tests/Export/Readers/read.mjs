// Reads every .tex, .mmd and .dot of a folder with what draws them, and says which it cannot read: node read.mjs FOLDER
import fs from 'fs';
import path from 'path';
import { JSDOM } from 'jsdom';
import katex from 'katex';
import { instance } from '@viz-js/viz';

// Mermaid wants a browser when it is loaded.
const { window } = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = window;
globalThis.document = window.document;
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
const mermaid = (await import('mermaid')).default;
mermaid.initialize({ startOnLoad: false });

const graphviz = await instance();
const readers = {
  '.tex': text => katex.renderToString(text, { displayMode: true, throwOnError: true, strict: 'error' }),
  '.mmd': text => mermaid.parse(text),
  '.dot': text => graphviz.renderString(text, { format: 'svg' })
};

let read = 0;
let refused = 0;
for (const file of fs.readdirSync(process.argv[2])) {
  try {
    await readers[path.extname(file)](fs.readFileSync(path.join(process.argv[2], file), 'utf8'));
    read++;
  } catch (error) {
    refused++;
    console.log(`${file}: ${error.message}`);
  }
}
console.log(`${read} read, ${refused} refused`);
process.exit(refused === 0 && read > 0 ? 0 : 1);
